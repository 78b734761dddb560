import type { ReactNode } from 'react';

/** Preformatted text as it is. Its long lines can be scrolled with the keyboard. */
export function Pre({ children }: { readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: else a scrolling region is out of reach
    <pre tabIndex={0}>
      <code>{children}</code>
    </pre>
  );
}
