/**
 * The private modes that a program has set: a replay that begins in the middle of vim must be told
 * that it is on the alternate screen.
 */
import type { Sequence } from './escape-scanner.ts';

/** Cursor keys, cursor, mouse, focus, alternate screen, bracketed paste. */
const kept = new Set([
  '1',
  '25',
  '47',
  '1000',
  '1002',
  '1003',
  '1004',
  '1006',
  '1047',
  '1049',
  '2004',
]);
const setFromTheStart = new Set(['25']);

export class Modes {
  #changed = new Map<string, 'h' | 'l'>();
  #text = '';

  /** The sequences that bring a terminal from its beginning to these modes. */
  get text(): string {
    return this.#text;
  }

  apply(sequence: Sequence): void {
    if (sequence.kind === 'reset') this.#changed.clear();
    else if (sequence.kind === 'private-mode') this.#set(sequence.text);
    else return;
    this.#text = [...this.#changed].map(([mode, action]) => `\x1b[?${mode}${action}`).join('');
  }

  #set(text: string): void {
    const [, modes = '', final] = /^\?([\d;]+)([hl])$/.exec(text) ?? [];
    if (final !== 'h' && final !== 'l') return;
    for (const mode of modes.split(';')) {
      if (!kept.has(mode)) continue;
      if ((final === 'h') === setFromTheStart.has(mode)) this.#changed.delete(mode);
      else this.#changed.set(mode, final);
    }
  }
}
