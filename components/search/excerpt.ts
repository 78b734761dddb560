/** The part of a place that a search has found, cut out with what was matched in it. Pure. */
import type { Found } from './find.ts';

export type Piece = { readonly text: string; readonly isMatch: boolean };

export type Excerpt = { readonly kind: 'command' | 'words'; readonly pieces: readonly Piece[] };

const around = 70; // characters before the first match, and about twice as many after it

export function excerptOf({ entry, matched }: Found): Excerpt {
  const command = bestOf(entry.commands, matched);
  const line = bestOf(entry.text.split('\n'), matched);
  if (command !== null && (line === null || command.score >= line.score)) {
    return { kind: 'command', pieces: piecesOf(command.text, matched) };
  }
  const text = line?.text ?? entry.text.split('\n')[0] ?? '';
  return { kind: 'words', pieces: piecesOf(cut(text, matched), matched) };
}

export function piecesOf(text: string, matched: readonly string[]): readonly Piece[] {
  const pattern = patternOf(matched);
  if (pattern === null) return [{ text, isMatch: false }];
  return text
    .split(pattern)
    .map((piece, index) => ({ text: piece, isMatch: index % 2 === 1 }))
    .filter(({ text: piece }) => piece !== '');
}

function bestOf(lines: readonly string[], matched: readonly string[]) {
  let best: { readonly text: string; readonly score: number } | null = null;
  for (const text of lines) {
    const small = text.toLowerCase();
    const score = matched.filter((word) => small.includes(word)).length;
    if (score > (best?.score ?? 0)) best = { text, score };
  }
  return best;
}

function cut(text: string, matched: readonly string[]): string {
  const at = patternOf(matched)?.exec(text)?.index ?? 0;
  const start = at <= around ? 0 : text.indexOf(' ', at - around) + 1;
  const end = start + 3 * around;
  const last = text.length <= end ? text.length : text.lastIndexOf(' ', end);
  return `${start > 0 ? '… ' : ''}${text.slice(start, last)}${last < text.length ? ' …' : ''}`;
}

/** Whole words, as they were matched. */
function patternOf(matched: readonly string[]): RegExp | null {
  const words = matched
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  return words.length === 0
    ? null
    : new RegExp(`(?<![\\p{L}\\p{N}])(${words.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
}
