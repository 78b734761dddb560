/** The one file that talks to xterm: makes a terminal with everything it needs, and ends it. */
import { ClipboardAddon, type IClipboardProvider } from '@xterm/addon-clipboard';
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import { columnsRange, rowsRange } from '../../server/protocol/events.ts';
import { markCommands } from './command-marks.ts';
import { isDrawnByGpu } from './drawn-by-gpu.ts';
import { keepAtEnd } from './keep-at-end.ts';
import type { Span } from './mark-at.ts';
import { fontSizePx, type TerminalSettings } from './terminal-settings.ts';
import { currentTheme, followTheme } from './terminal-theme.ts';

export type Size = { readonly columns: number; readonly rows: number };
export type XtermTerminal = ReturnType<typeof openXterm>;

const scrollbackLines = 5000;
const webglDelayMs = 500; // past the first prompt and the first picture
const monoFamily = 'JetBrains Mono Variable';

/** xterm measures its cells once: the font must be there before. Resolves also when it cannot. */
export async function loadTerminalFont(): Promise<void> {
  await document.fonts.load(`14px "${monoFamily}"`).catch(() => []);
}

/** `onChooseMark`: the mark of a command was clicked, counted from the first one that is kept. */
export function openXterm(
  element: HTMLElement,
  settings: TerminalSettings,
  onChooseMark: (index: number) => void,
) {
  const terminal = new Terminal({
    allowProposedApi: true, // decorations and unicode versions
    cursorBlink: false,
    cursorInactiveStyle: 'outline',
    fontFamily: `"${monoFamily}", ui-monospace, monospace`,
    fontSize: fontSizePx(settings),
    lineHeight: 1.25,
    minimumContrastRatio: 4.5,
    screenReaderMode: settings.isScreenReader,
    scrollback: scrollbackLines,
    theme: currentTheme(),
  });
  const fit = new FitAddon();
  const search = new SearchAddon();
  for (const addon of [
    fit,
    search,
    new Unicode11Addon(),
    new WebLinksAddon(),
    new ClipboardAddon(undefined, writeOnlyClipboard),
  ]) {
    terminal.loadAddon(addon);
  }
  terminal.unicode.activeVersion = '11';
  terminal.open(element);
  const webgl = drawWithWebgl(terminal);
  terminal.attachCustomKeyEventHandler((event) => !isCopyOrPaste(event, terminal));

  const spans: Span[] = []; // written, not yet parsed; the first one is being parsed
  const parsing = () => spans[0] ?? { startSeq: 0, endSeq: 0 };
  const atEnd = keepAtEnd(terminal, element);
  const marks = markCommands(terminal, parsing, onChooseMark, atEnd.leave);
  const stopFollowingTheme = followTheme((theme) => {
    terminal.options.theme = theme;
  });

  return {
    marks,
    onInput: (take: (data: string) => void) => {
      terminal.onData(take);
      terminal.onBinary(take);
    },
    onSearchKey: (take: () => void) => {
      element.addEventListener(
        'keydown',
        (event) => {
          if (event.ctrlKey && event.shiftKey && event.code === 'KeyF') {
            event.preventDefault();
            event.stopPropagation();
            take();
          }
        },
        { capture: true },
      );
    },
    write(data: Uint8Array, span: Span, drawn: () => void) {
      spans.push(span);
      terminal.write(data, () => {
        spans.shift();
        drawn();
      });
    },
    /** Empties the screen and brings it into `modes`. */
    restart(modes: string) {
      terminal.reset();
      marks.forget();
      terminal.write(modes);
    },
    /** The size that fills the element, or null while it is hidden or absurdly small. */
    fit(): Size | null {
      if (element.clientWidth === 0 || element.clientHeight === 0) return null;
      const proposed = fit.proposeDimensions();
      if (proposed === undefined || !isWithin(proposed.cols, columnsRange)) return null;
      if (!isWithin(proposed.rows, rowsRange)) return null;
      terminal.resize(proposed.cols, proposed.rows);
      return { columns: proposed.cols, rows: proposed.rows };
    },
    find(text: string, direction: 'next' | 'previous') {
      atEnd.leave();
      if (direction === 'next') search.findNext(text);
      else search.findPrevious(text);
    },
    apply(next: TerminalSettings) {
      terminal.options.fontSize = fontSizePx(next);
      terminal.options.screenReaderMode = next.isScreenReader;
    },
    focus: () => terminal.focus(),
    /** To the last line, and there until somebody scrolls. */
    toEnd: atEnd.begin,
    /** Everything in the scrollback and on the screen, as lines; or what is in sight of it. */
    text(part: 'all' | 'shown' = 'all'): string {
      const { active } = terminal.buffer;
      const [from, length] =
        part === 'shown' ? [active.viewportY, terminal.rows] : [0, active.length];
      return Array.from({ length }, (_, line) =>
        active.getLine(from + line)?.translateToString(true),
      ).join('\n');
    },
    dispose() {
      stopFollowingTheme();
      marks.dispose();
      atEnd.dispose();
      webgl.abort();
      terminal.dispose();
    },
  };
}

/**
 * Begins after the first drawing, which DOM elements do: to start WebGL takes longer than all the
 * rest of a first prompt. They stay where there is no WebGL, where the main processor would have to
 * draw it, and when the browser takes it away.
 */
function drawWithWebgl(terminal: Terminal): AbortController {
  const ending = new AbortController();
  const start = async () => {
    if (ending.signal.aborted || !isDrawnByGpu()) return;
    const { WebglAddon } = await import('@xterm/addon-webgl');
    if (ending.signal.aborted) return;
    const webgl = new WebglAddon();
    webgl.onContextLoss(() => webgl.dispose());
    try {
      terminal.loadAddon(webgl);
    } catch {
      webgl.dispose();
    }
  };
  const first = terminal.onWriteParsed(() => {
    first.dispose();
    setTimeout(() => void start(), webglDelayMs);
  });
  return ending;
}

/** A program may put text into the clipboard (OSC 52); it may not read what the learner has there. */
const writeOnlyClipboard: IClipboardProvider = {
  readText: () => '',
  writeText: (_selection, text) => navigator.clipboard.writeText(text),
};

function isCopyOrPaste(event: KeyboardEvent, terminal: Terminal): boolean {
  if (event.type !== 'keydown' || !event.ctrlKey || !event.shiftKey) return false;
  if (event.code === 'KeyC') {
    event.preventDefault();
    if (terminal.hasSelection()) void navigator.clipboard.writeText(terminal.getSelection());
    return true;
  }
  // Ctrl-Shift-V pastes by itself; xterm must only not send it as a key.
  return event.code === 'KeyV';
}

function isWithin(value: number, { min, max }: { min: number; max: number }): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
