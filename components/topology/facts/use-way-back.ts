/** Where the keyboard was before it came into a panel: it goes back there when the panel closes. */
import { type FocusEvent, type KeyboardEvent, useRef } from 'react';

export function useWayBack(onClose: () => void) {
  const before = useRef<HTMLElement | SVGElement | null>(null);
  const close = () => {
    onClose();
    before.current?.focus();
  };
  return {
    close,
    panelEvents: {
      onFocus: ({ relatedTarget, currentTarget }: FocusEvent) => {
        const isElement =
          relatedTarget instanceof HTMLElement || relatedTarget instanceof SVGElement;
        if (isElement && !currentTarget.contains(relatedTarget)) before.current = relatedTarget;
      },
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        close();
      },
    },
  };
}
