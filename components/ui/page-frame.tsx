import type { ReactNode } from 'react';
import { Mark } from './mark.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

/** The frame of every page that is not a lab. */
export function PageFrame({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <header className="bar">
        <a href="/" className="bar-home">
          <Mark /> Patchbay
        </a>
        <span className="bar-space" />
        <a href="/progress" className="bar-link">
          Progress
        </a>
        <ThemeSwitch />
      </header>
      <main className="page">{children}</main>
    </>
  );
}
