/**
 * Keeps a terminal at its last line until somebody scrolls. Out of view xterm measures nothing: with
 * fewer rows than before it takes, once it wakes, what was printed meanwhile for a scroll upwards,
 * and follows no longer. When it wakes cannot be told; each drawing after it is looked at.
 */
import type { Terminal } from '@xterm/xterm';

export type AtEnd = {
  /** To the last line, and there from now on. */
  begin(): void;
  /** Something else decides what is seen. */
  leave(): void;
  dispose(): void;
};

export function keepAtEnd(terminal: Terminal, element: HTMLElement): AtEnd {
  let isKept = false;
  const keep = () => {
    const { active } = terminal.buffer;
    if (isKept && active.viewportY !== active.baseY) terminal.scrollToBottom();
  };
  const leave = () => {
    isKept = false;
  };
  const ending = new AbortController();
  const options = { capture: true, passive: true, signal: ending.signal };
  for (const scrolls of ['wheel', 'touchmove', 'pointerdown'] as const) {
    element.addEventListener(scrolls, leave, options);
  }
  element.addEventListener('keydown', ({ shiftKey }) => shiftKey && leave(), options);
  const listening = [
    terminal.onRender(keep),
    terminal.onResize(keep),
    terminal.onWriteParsed(keep),
  ];
  return {
    begin() {
      isKept = true;
      terminal.scrollToBottom();
    },
    leave,
    dispose() {
      ending.abort();
      for (const one of listening) one.dispose();
    },
  };
}
