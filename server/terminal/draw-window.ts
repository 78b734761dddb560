/**
 * How many bytes may be on their way to one viewer: about as many as it draws in a tenth of a second,
 * so that the answer to Ctrl-C does not wait behind them. A page on a slow machine draws a megabyte a
 * second, a fast client takes forty; only the time between a byte's sending and its acknowledgement
 * tells which.
 */
import { unacknowledgedLimitBytes } from '../protocol/events.ts';

const slowMs = 100;
const fastMs = 50;
/** Twice what a page acknowledges at once. */
const leastBytes = 128 * 1024;

export class DrawWindow {
  #bytes = unacknowledgedLimitBytes;
  /** The byte that is being timed. */
  #timed: { readonly seq: number; readonly sentMs: number } | null = null;

  get bytes(): number {
    return this.#bytes;
  }

  /** Bytes up to `seq` have been sent. */
  sent(seq: number, nowMs: number): void {
    this.#timed ??= { seq, sentMs: nowMs };
  }

  /** Bytes up to `seq` have been drawn. */
  drawn(seq: number, nowMs: number): void {
    if (this.#timed === null || seq < this.#timed.seq) return;
    const tookMs = nowMs - this.#timed.sentMs;
    this.#timed = null;
    if (tookMs > slowMs) this.#bytes = Math.max(leastBytes, this.#bytes / 2);
    else if (tookMs < fastMs) this.#bytes = Math.min(unacknowledgedLimitBytes, this.#bytes * 2);
  }
}
