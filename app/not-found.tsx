import { PageFrame } from '../components/ui/page-frame.tsx';

export default function NotFound() {
  return (
    <PageFrame>
      <h1>No route to this page</h1>
      <p>There is nothing at this address. The lesson may have been renamed or taken out.</p>
      <p>
        <a className="button button-plain" href="/">
          All lessons
        </a>
      </p>
    </PageFrame>
  );
}
