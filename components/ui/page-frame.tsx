import type { ReactNode } from 'react';
import { SearchOpener } from '../search/search-opener.tsx';
import { Mark } from './mark.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

const pages = [
  { path: '/glossary', name: 'Glossary' },
  { path: '/cheat-sheet', name: 'Cheat sheet' },
  { path: '/progress', name: 'Progress' },
] as const;

/** The frame of every page that is not a lab. */
export function PageFrame(props: {
  readonly children: ReactNode;
  readonly here?: (typeof pages)[number]['path'];
  readonly width?: 'text' | 'wide';
}) {
  const { children, here, width = 'text' } = props;
  return (
    <>
      <header className="bar">
        <a href="/" className="bar-home">
          <Mark /> <span className="bar-name">Patchbay</span>
        </a>
        <span className="bar-space" />
        <nav className="bar-pages" aria-label="Pages">
          {pages.map(({ path, name }) => (
            <a
              key={path}
              href={path}
              className="bar-link"
              aria-current={path === here ? 'page' : undefined}
            >
              {name}
            </a>
          ))}
        </nav>
        <SearchOpener />
        <ThemeSwitch />
      </header>
      <main className={`page page-${width}`}>{children}</main>
    </>
  );
}
