/**
 * Joins what a pty gives in pieces of 4 KiB. The first bytes after a pause, or after a key, go out at
 * once, so that an echo never waits; what follows closely is collected.
 */

/** Longer adds to the delay, shorter to the messages: 30 MB came in 500 of them instead of 7,000. */
const collectMs = 4;
const slabBytes = 64 * 1024;

export class OutputBatch {
  readonly #emit: (bytes: Buffer) => void;
  // Pieces are copied into it one after the other and leave as parts of it, never written again:
  // many small buffers outside of the heap would cost more time to collect than to send.
  #slab = Buffer.alloc(0);
  #startByte = 0; // of what has not been emitted
  #endByte = 0;
  #timer: NodeJS.Timeout | null = null;
  #isAwaited = false;

  constructor(emit: (bytes: Buffer) => void) {
    this.#emit = emit;
  }

  /** The piece may be written over afterwards. */
  push(piece: Buffer): void {
    if (this.#endByte + piece.length > this.#slab.length) {
      this.flush();
      this.#slab = Buffer.allocUnsafeSlow(Math.max(slabBytes, piece.length));
      this.#startByte = 0;
      this.#endByte = 0;
    }
    this.#endByte += piece.copy(this.#slab, this.#endByte);
    if (this.#timer === null || this.#isAwaited) this.flush();
  }

  /** Somebody has typed: what comes next is probably the echo. */
  expectEcho(): void {
    this.#isAwaited = true;
  }

  /** Emits what is there, if anything, and collects for a while. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#startByte === this.#endByte) return;
    this.#isAwaited = false;
    const bytes = this.#slab.subarray(this.#startByte, this.#endByte);
    this.#startByte = this.#endByte;
    this.#emit(bytes);
    this.#timer = setTimeout(() => this.flush(), collectMs);
  }
}
