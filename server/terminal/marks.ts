/**
 * The marks by which the shell (shell-rc.sh) says what it does, in the words of OSC 133 (FinalTerm)
 * and OSC 633;E (VS Code). Only those that carry the terminal's secret count: text that merely
 * prints such sequences, as `cat` of somebody's file may, is not believed.
 */
import type { Whereabouts } from '../protocol/lab.ts';
import type { Sequence } from './escape-scanner.ts';

/** `shell` tells nested shells apart: it is the shell's process id. */
export type Mark =
  | { readonly kind: 'prompt-start'; readonly shell: string }
  | { readonly kind: 'prompt-end'; readonly shell: string; readonly whereabouts: Whereabouts }
  /** The second prompt, PS2: the line goes on. */
  | { readonly kind: 'continuation'; readonly shell: string }
  | { readonly kind: 'command-line'; readonly text: string }
  | { readonly kind: 'output-start'; readonly shell: string; readonly seq: number }
  | { readonly kind: 'command-end'; readonly shell: string; readonly exitCode: number | null };

export function readMark(sequence: Sequence, secret: string): Mark | null {
  if (sequence.kind !== 'osc') return null;
  const [code, letter, ...fields] = sequence.text.split(';');
  if (code === '633' && letter === 'E') {
    const [text, mark] = fields;
    if (text === undefined || mark !== secret || fields.length !== 2) return null;
    return { kind: 'command-line', text: typedText(text) };
  }
  if (code !== '133' || !fields.includes(`mark=${secret}`)) return null;

  const shell = fields.find((field) => field.startsWith('aid='))?.slice('aid='.length) ?? '';
  switch (letter) {
    case 'A':
      return { kind: 'prompt-start', shell };
    case 'B':
      return { kind: 'prompt-end', shell, whereabouts: whereaboutsOf(fields) };
    case 'P':
      return { kind: 'continuation', shell };
    case 'C':
      return { kind: 'output-start', shell, seq: sequence.endSeq };
    case 'D':
      return { kind: 'command-end', shell, exitCode: exitCodeOf(fields[0]) };
    default:
      return null;
  }
}

function whereaboutsOf(fields: readonly string[]): Whereabouts {
  const net = fields.find((field) => field.startsWith('net='))?.slice('net='.length) ?? '';
  if (net === 'root' || net === 'unnamed') return { kind: net };
  return /^\/run\/netns\/[\w.:@-]{1,64}$/.test(net)
    ? { kind: 'named', path: net }
    : { kind: 'unknown' };
}

function exitCodeOf(field: string | undefined): number | null {
  return field !== undefined && /^\d{1,3}$/.test(field) ? Number(field) : null;
}

/** `\\` is a backslash, `\xHH` the character of that number. */
function typedText(text: string): string {
  return text.replace(/\\(?:\\|x([0-9a-fA-F]{2}))/g, (_, hex: string | undefined) =>
    hex === undefined ? '\\' : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
