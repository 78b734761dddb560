/** F6 goes round the panes, Shift-F6 back: the way out of a terminal, which takes every other key. */
import type { KeyboardEvent } from 'react';
import type { Pane } from './lab-store.ts';

const panes = ['lesson', 'picture', 'terminal'] as const satisfies readonly Pane[];
export const paneId = (pane: Pane) => `pane-${pane}`;

export function onPaneKey(event: KeyboardEvent, show: (pane: Pane) => void) {
  if (event.key !== 'F6') return;
  event.preventDefault();
  event.stopPropagation(); // before the terminal sends it to the shell
  const here = panes.findIndex((pane) => paneElement(pane)?.contains(document.activeElement));
  const step = event.shiftKey ? -1 : 1;
  const next = panes[(Math.max(here, 0) + step + panes.length) % panes.length] ?? 'lesson';
  show(next);
  // On a phone the pane can take the focus only after it is shown.
  requestAnimationFrame(() => {
    const element = paneElement(next);
    const input = element?.querySelector<HTMLElement>('[data-active="true"] textarea');
    (input ?? element)?.focus();
  });
}

function paneElement(pane: Pane) {
  return document.getElementById(paneId(pane));
}
