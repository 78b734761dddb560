/** A recording as data: what its terminal has printed and what its network is at any moment. Pure. */
import * as z from 'zod/mini';
import { applyChange } from '../../server/protocol/apply-change.ts';
import type { Recording } from '../../server/protocol/recording.ts';
import type { Change, Topology } from '../../server/protocol/topology.ts';

export type Film = {
  readonly lengthMs: number;
  readonly blocks: Recording['blocks'];
  readonly start: Topology;
  readonly changes: readonly Change[]; // `atMs` since the beginning, as everywhere here
  readonly printed: Uint8Array; // all output
  readonly prints: readonly Print[];
  readonly momentsMs: readonly number[]; // at which something is printed or changes, in order
};

/** Up to `endSeq`, the output was there at `atMs`. */
type Print = { readonly atMs: number; readonly endSeq: number };

const castEvent = z.tuple([z.number(), z.string(), z.string()]); // seconds, kind, text

/** `cast` is an asciicast v2, of which only the output counts. Throws what zod and JSON throw. */
export function makeFilm(recording: Recording, cast: string): Film {
  const [, ...lines] = cast.split('\n').filter((line) => line !== '');
  const outputs = lines
    .map((line) => z.parse(castEvent, JSON.parse(line)))
    .filter(([, kind]) => kind === 'o');
  const encoder = new TextEncoder();
  const pieces = outputs.map(([, , text]) => encoder.encode(text));
  const printed = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let endSeq = 0;
  const prints = outputs.map(([atS], index) => {
    const piece = pieces[index] ?? new Uint8Array();
    printed.set(piece, endSeq);
    endSeq += piece.length;
    return { atMs: Math.round(atS * 1000), endSeq };
  });
  const { lengthMs, blocks, start, changes } = recording;
  const moments = new Set([...prints, ...changes].map(({ atMs }) => atMs));
  const momentsMs = [...moments].sort((one, other) => one - other);
  return { lengthMs, blocks, start, changes, printed, prints, momentsMs };
}

/** Bytes that the terminal has printed by then. */
export function printedBy({ prints }: Film, atMs: number): number {
  return prints.findLast((print) => print.atMs <= atMs)?.endSeq ?? 0;
}

export function networkAt(
  { start, changes }: Film,
  atMs: number,
): { readonly topology: Topology; readonly changes: readonly Change[] } {
  const past = changes.filter((change) => change.atMs <= atMs);
  return { topology: past.reduce(applyChange, start), changes: past };
}

/** Index of the block that runs, or has run last; -1 before the first. */
export function blockAt({ blocks }: Pick<Film, 'blocks'>, atMs: number): number {
  return blocks.findLastIndex(({ fromMs }) => fromMs <= atMs);
}
