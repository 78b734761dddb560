'use client';

import { Button } from '../components/ui/button.tsx';

export default function ErrorPage(props: {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}) {
  return (
    <main className="page">
      <h1>This page broke</h1>
      <p role="alert">
        Your lab and your progress are not touched by it. Try again; if it stays broken, tell the
        host of this server
        {props.error.digest === undefined ? '' : ` and name the number ${props.error.digest}`}.
      </p>
      <p>
        <Button look="primary" onClick={props.reset}>
          Try again
        </Button>
      </p>
    </main>
  );
}
