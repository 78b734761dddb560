/**
 * Where a viewer stands in a terminal's output, so that after a lost connection it takes up exactly
 * the bytes that it lacks. Pure.
 */
import type { AnswerPayload, Notice } from '../../server/protocol/events.ts';

type Output = Notice<'terminal:output'>;
type Attached = AnswerPayload<'terminal:attach'>;

/** What to do with a piece of output that came while attached at `nextSeq`. */
export type Taken =
  | { readonly kind: 'draw'; readonly bytes: Uint8Array; readonly nextSeq: number }
  | { readonly kind: 'known' } // drawn before
  | { readonly kind: 'gap' }; // bytes before it are missing: attach anew

export function takeOutput(nextSeq: number, { seq, data }: Output): Taken {
  if (seq > nextSeq) return { kind: 'gap' };
  const endSeq = seq + data.length;
  if (endSeq <= nextSeq) return { kind: 'known' };
  return { kind: 'draw', bytes: data.subarray(nextSeq - seq), nextSeq: endSeq };
}

/** How to go on after `terminal:attach` from `fromSeq` was answered. */
export type Resumption =
  | { readonly kind: 'continue'; readonly nextSeq: number }
  /** Bytes are gone: empty the screen, bring it into `modes`, draw from `nextSeq`. */
  | { readonly kind: 'clear'; readonly nextSeq: number; readonly modes: string }
  /** This is another stream than the one known: attach from 0. */
  | { readonly kind: 'restart' };

export function resume(fromSeq: number, { firstSeq, nextSeq, modes }: Attached): Resumption {
  if (nextSeq < fromSeq) return { kind: 'restart' };
  if (firstSeq > fromSeq) return { kind: 'clear', nextSeq: firstSeq, modes };
  return { kind: 'continue', nextSeq: fromSeq };
}
