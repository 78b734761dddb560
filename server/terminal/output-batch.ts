/**
 * Joins what a pty gives in pieces of a kilobyte or so. The first bytes after a pause, or after a key, go out at
 * once, so that an echo never waits; what follows closely is collected.
 */

/** Longer adds to the delay, shorter to the messages: 30 MB came in 500 of them instead of 7,000. */
const collectMs = 4;
const slabBytes = 64 * 1024;

export class OutputBatch {
  readonly #emit: (bytes: Buffer) => void;
  #slab = Buffer.alloc(0);
  #usedBytes = 0;
  /** Made once and set again: the echo of each key sets it. */
  #timer: NodeJS.Timeout | null = null;
  #isCollecting = false;
  #isAwaited = false;

  /** `emit` gets bytes that are there during the call only. */
  constructor(emit: (bytes: Buffer) => void) {
    this.#emit = emit;
  }

  /** The piece may be written over afterwards. */
  push(piece: Buffer): void {
    if (this.#usedBytes + piece.length > this.#slab.length) this.#makeRoom(piece.length);
    this.#usedBytes += piece.copy(this.#slab, this.#usedBytes);
    const isFull = this.#usedBytes === this.#slab.length;
    if (isFull || !this.#isCollecting || this.#isAwaited) this.flush();
  }

  /** Somebody has typed: what comes next is probably the echo. */
  expectEcho(): void {
    this.#isAwaited = true;
  }

  /** Emits what is there, if anything, and collects for a while. */
  flush(): void {
    this.#isCollecting = this.#usedBytes > 0;
    if (!this.#isCollecting) return;
    this.#isAwaited = false;
    const bytes = this.#slab.subarray(0, this.#usedBytes);
    this.#usedBytes = 0;
    this.#emit(bytes);
    this.#timer ??= setTimeout(() => this.flush(), collectMs);
    this.#timer.refresh();
  }

  #makeRoom(pieceBytes: number): void {
    this.flush();
    if (this.#slab.length < pieceBytes) this.#slab = Buffer.alloc(Math.max(slabBytes, pieceBytes));
  }
}
