'use client';

import { type ComponentType, startTransition, useEffect, useState } from 'react';

/**
 * A component that is fetched after the page and shown as soon as it is there. With Suspense, React
 * would hold it back until 300 ms after the last thing that had to be waited for.
 */
export function late<P extends object>(
  fetch: () => Promise<ComponentType<P>>,
  when: 'at-once' | 'when-idle' = 'at-once',
): ComponentType<P> {
  const begin = when === 'when-idle' ? onceIdle : (act: () => void) => act();
  return function Late(props: P) {
    const [fetched, setFetched] = useState<ComponentType<P> | 'failed' | null>(null);
    useEffect(() => {
      fetch().then(
        // In slices, between which the page hears what comes in: the terminal's prompt is first.
        (component) => begin(() => startTransition(() => setFetched(() => component))),
        () => setFetched('failed'),
      );
    }, []);

    if (fetched === null) return null;
    if (fetched === 'failed') {
      return (
        <p className="pane-placeholder" role="alert">
          This part of the page could not be fetched. Reload the page.
        </p>
      );
    }
    const Component = fetched;
    return <Component {...props} />;
  };
}

const idleWithinMs = 200; // however busy the page is, a person waits no longer

/** Safari has no idle callbacks. */
function onceIdle(act: () => void) {
  if ('requestIdleCallback' in window) requestIdleCallback(act, { timeout: idleWithinMs });
  else act();
}
