/**
 * The last bytes of a stream in a ring, with the borders at which a replay can begin. What is read is
 * lent, not copied: a flood into buffers of its own keeps the garbage collector busy.
 */

/** A byte before which nothing is cut in two, and the modes that hold there. */
export type Border = { readonly seq: number; readonly modes: string };

const firstCapacityBytes = 16 * 1024; // most terminals never need more
const borderDistanceBytes = 4 * 1024;

export class Replay {
  readonly #limitBytes: number;
  #ring: Buffer;
  #nextSeq = 0;
  #borders: Border[] = [{ seq: 0, modes: '' }];
  #lastBorder: Border = { seq: 0, modes: '' };
  #mustKeepLent = false;
  #isLending = true;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
    this.#ring = Buffer.alloc(Math.min(firstCapacityBytes, limitBytes));
  }

  get nextSeq(): number {
    return this.#nextSeq;
  }

  /** `border` is the last one known once these bytes are in. */
  append(bytes: Buffer, border: Border): void {
    this.#makeRoom(bytes.length);
    const kept = bytes.subarray(-this.#ring.length);
    this.#put(this.#nextSeq + bytes.length - kept.length, kept);
    this.#nextSeq += bytes.length;

    const lastKept = this.#borders.at(-1);
    if (lastKept === undefined || border.seq - lastKept.seq >= borderDistanceBytes) {
      this.#borders.push(border);
    }
    this.#lastBorder = border;
    const lost = this.#borders.findIndex(({ seq }) => seq >= this.#oldestSeq);
    this.#borders.splice(0, lost === -1 ? this.#borders.length : lost);
  }

  /** Where the bytes from `fromSeq` on begin: right there, or at the oldest border that is kept. */
  begin(fromSeq: number): Border {
    if (fromSeq >= this.#oldestSeq && fromSeq <= this.#nextSeq) return { seq: fromSeq, modes: '' };
    return this.#borders[0] ?? { seq: this.#nextSeq, modes: this.#lastBorder.modes };
  }

  /**
   * Null: these bytes are no longer kept. Empty: they are still to come. Fewer than asked for where
   * the ring ends. They stay as they are for as long as less than the limit has come after them.
   */
  read(seq: number, lengthBytes: number): Buffer | null {
    if (seq < this.#oldestSeq) return null;
    const length = Math.max(0, Math.min(lengthBytes, this.#nextSeq - seq));
    const start = seq % this.#ring.length;
    const lent = this.#ring.subarray(start, start + length);
    return this.#isLending ? lent : Buffer.from(lent);
  }

  /** What has been read so far stays as it is, whatever comes after it. */
  keepLent(): void {
    this.#mustKeepLent = true;
  }

  /** From now on, what is read stays as it is too. */
  stopLending(): void {
    this.keepLent();
    this.#isLending = false;
  }

  get #oldestSeq(): number {
    return Math.max(0, this.#nextSeq - this.#ring.length);
  }

  #makeRoom(moreBytes: number): void {
    const used = Math.min(this.#nextSeq, this.#ring.length);
    let capacity = this.#ring.length;
    while (capacity < used + moreBytes && capacity < this.#limitBytes) capacity *= 2;
    capacity = Math.min(capacity, this.#limitBytes);
    const isGrowing = capacity > this.#ring.length;
    if (!isGrowing && !(this.#mustKeepLent && used + moreBytes > capacity)) return;
    const oldestSeq = this.#oldestSeq;
    const old = this.#ring;
    this.#ring = Buffer.alloc(capacity);
    this.#mustKeepLent = false;
    for (let seq = oldestSeq; seq < this.#nextSeq; ) {
      const start = seq % old.length;
      const piece = old.subarray(start, start + this.#nextSeq - seq);
      this.#put(seq, piece);
      seq += piece.length;
    }
  }

  #put(seq: number, bytes: Buffer): void {
    const start = seq % this.#ring.length;
    const fits = bytes.copy(this.#ring, start);
    bytes.copy(this.#ring, 0, fits);
  }
}
