/**
 * What happens while a lesson is played, put on one time line: the bytes of its shells as one
 * terminal, its blocks, and the changes of its network. Pauses are cut to a second.
 */
import type { RunBlock } from '../curriculum/course.ts';
import type { Recording } from '../protocol/recording.ts';
import type { Change } from '../protocol/topology.ts';

export type Tape = {
  /** `data` is copied. */
  output(shell: string, data: Buffer): void;
  blockBegins(block: RunBlock): void;
  blockEnds(block: RunBlock): void;
  change(change: Change): void;
  /** `cast` is an asciicast v2. */
  finish(): Pick<Recording, 'lengthMs' | 'blocks' | 'changes'> & { readonly cast: string };
};

type Entry = { readonly atMs: number } & (
  | { readonly kind: 'output'; readonly shell: string; readonly text: string }
  | { readonly kind: 'begins'; readonly id: string }
  | { readonly kind: 'ends'; readonly id: string }
  | { readonly kind: 'change'; readonly change: Change }
);

const longestPauseMs = 1_000;
/** Before a block is typed: time to see that the last one has ended. */
const restMs = 700;
/** A player draws what lies closer together at once. */
const sameMomentMs = 10;

/** `nowMs` never goes back. */
export function startTape(options: {
  readonly columns: number;
  readonly rows: number;
  readonly title: string;
  readonly nowMs: () => number;
}): Tape {
  const { columns, rows, title, nowMs } = options;
  const entries: Entry[] = [];
  const decoders = new Map<string, TextDecoder>();
  const decoderOf = (shell: string): TextDecoder => {
    const decoder = decoders.get(shell) ?? new TextDecoder();
    decoders.set(shell, decoder);
    return decoder;
  };
  return {
    output(shell, data) {
      const text = decoderOf(shell).decode(data, { stream: true });
      entries.push({ atMs: nowMs(), kind: 'output', shell, text });
    },
    blockBegins: ({ id }) => void entries.push({ atMs: nowMs(), kind: 'begins', id }),
    blockEnds: ({ id }) => void entries.push({ atMs: nowMs(), kind: 'ends', id }),
    change: (change) => void entries.push({ atMs: nowMs(), kind: 'change', change }),
    finish() {
      const timed = cutPauses(entries);
      const begins = timed.filter((entry) => entry.kind === 'begins');
      const ends = timed.filter((entry) => entry.kind === 'ends');
      const header = { version: 2, width: columns, height: rows, title };
      const events = oneTerminal(timed).map(({ atMs, text }) => [atMs / 1000, 'o', text]);
      return {
        lengthMs: timed.at(-1)?.atMs ?? 0,
        blocks: begins.flatMap(({ id, atMs }) => {
          const end = ends.find((entry) => entry.id === id);
          return end === undefined ? [] : [{ id, fromMs: atMs, toMs: end.atMs }];
        }),
        changes: timed.flatMap((entry) =>
          entry.kind === 'change' ? [{ ...entry.change, atMs: entry.atMs }] : [],
        ),
        cast: [header, ...events].map((line) => `${JSON.stringify(line)}\n`).join(''),
      };
    },
  };
}

/** Times from 0 on, whole milliseconds. */
function cutPauses(entries: readonly Entry[]): Entry[] {
  let atMs = 0;
  let lastMs = entries[0]?.atMs ?? 0;
  return entries.map((entry) => {
    atMs += Math.min(entry.atMs - lastMs, longestPauseMs) + (entry.kind === 'begins' ? restMs : 0);
    lastMs = entry.atMs;
    return { ...entry, atMs: Math.round(atMs) };
  });
}

/** Several shells on one screen: who speaks again after another begins with the prompt it stood at. */
function oneTerminal(entries: readonly Entry[]): { atMs: number; text: string }[] {
  const events: { atMs: number; text: string }[] = [];
  const held = new Map<string, string>(); // a mark of which only the beginning has come
  const lines = new Map<string, string>(); // what each shell has printed since its last line feed
  let speaker: string | null = null;
  for (const entry of entries) {
    if (entry.kind !== 'output') continue;
    const { shell, atMs } = entry;
    const { text, rest } = withoutMarks(`${held.get(shell) ?? ''}${entry.text}`);
    held.set(shell, rest);
    if (text === '') continue;
    const line = lines.get(shell) ?? '';
    const turn = speaker === null || speaker === shell ? '' : `\r\n${line}`;
    speaker = shell;
    lines.set(shell, `${line}${text}`.split('\n').at(-1) ?? '');
    const last = events.at(-1);
    if (last !== undefined && atMs - last.atMs < sameMomentMs) last.text += turn + text;
    else events.push({ atMs, text: turn + text });
  }
  return events;
}

/** The marks of shell integration say nothing to a reader. */
function withoutMarks(text: string): { readonly text: string; readonly rest: string } {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with ESC and end with BEL
  const plain = text.replaceAll(/\x1b\](?:133|633);[^\x07]*\x07/g, '');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
  const [rest = ''] = /\x1b(?:\](?:[1-6]{0,3}(?:;[^\x07]*)?)?)?$/.exec(plain) ?? [];
  return { text: plain.slice(0, plain.length - rest.length), rest };
}
