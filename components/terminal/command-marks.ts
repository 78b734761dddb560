/**
 * Marks in the gutter where commands were typed, from the shell integration marks (OSC 133) in
 * the output: a quiet tick for one that succeeded, the exit code for one that failed.
 */
import type { IDecoration, IDisposable, IMarker, Terminal } from '@xterm/xterm';
import { commandAt, markAt, type Span } from './mark-at.ts';

export type CommandMarks = IDisposable & {
  /** Scrolls to the command whose output began at byte `startSeq`; `all` are those of its terminal. */
  readonly reveal: (startSeq: number, all: readonly number[]) => boolean;
  /** The first byte of the output of the command whose mark stands at `index`. */
  readonly commandOf: (index: number, all: readonly number[]) => number | null;
  readonly forget: () => void;
};

type Mark = { readonly marker: IMarker; readonly span: Span };

/**
 * `parsing` is the span of output that the terminal is parsing at the moment of the call; `onReveal`
 * is called before a command is scrolled to.
 */
export function markCommands(
  terminal: Terminal,
  parsing: () => Span,
  onChoose: (index: number) => void,
  onReveal: () => void,
): CommandMarks {
  let marks: Mark[] = [];
  let promptMarker: IMarker | undefined;
  const running = new Map<string, Mark>(); // by shell: one may run within a command of another

  const understand = (data: string) => {
    const [letter, ...fields] = data.split(';');
    const shell = fields.find((field) => field.startsWith('aid=')) ?? '';
    if (letter === 'A') promptMarker = terminal.registerMarker(0);
    if (letter === 'C') {
      const mark = { marker: promptMarker ?? terminal.registerMarker(0), span: parsing() };
      promptMarker = undefined;
      running.set(shell, mark);
      marks.push(mark);
    }
    if (letter === 'D') {
      const mark = running.get(shell);
      const [exitCode = ''] = fields;
      if (mark !== undefined && /^\d+$/.test(exitCode)) {
        decorate(terminal, mark.marker, Number(exitCode), () => onChoose(marks.indexOf(mark)));
      }
      running.delete(shell);
    }
    return true;
  };
  const handler = terminal.parser.registerOscHandler(133, understand);

  const spans = () => marks.map(({ span }) => span);

  return {
    commandOf: (index, all) => commandAt(spans(), all, index),
    reveal(startSeq, all) {
      const index = markAt(spans(), all, startSeq);
      const marker = index === null ? undefined : marks[index]?.marker;
      if (marker === undefined || marker.isDisposed) return false;
      onReveal();
      terminal.scrollToLine(Math.max(0, marker.line - 1));
      flash(terminal, marker);
      return true;
    },
    forget() {
      marks = [];
      promptMarker = undefined;
      running.clear();
    },
    dispose: () => handler.dispose(),
  };
}

function decorate(terminal: Terminal, marker: IMarker, exitCode: number, onChoose: () => void) {
  const decoration = terminal.registerDecoration({ marker, x: 0, width: 1 });
  decoration?.onRender((element) => {
    element.classList.add('command-mark', exitCode === 0 ? 'command-ok' : 'command-bad');
    element.title = exitCode === 0 ? 'succeeded' : `failed with exit code ${exitCode}`;
    element.textContent = exitCode === 0 ? '' : `${exitCode}`;
    element.onclick = onChoose;
  });
}

function flash(terminal: Terminal, marker: IMarker) {
  const decoration: IDecoration | undefined = terminal.registerDecoration({
    marker,
    x: 0,
    width: terminal.cols,
  });
  decoration?.onRender((element) => {
    element.classList.add('command-flash');
    element.addEventListener('animationend', () => decoration.dispose(), { once: true });
  });
}
