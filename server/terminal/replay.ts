/** The last bytes of a stream in a ring, with the borders at which a replay can begin. */

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

  /** Null: these bytes are no longer kept. Empty: they are still to come. */
  read(seq: number, lengthBytes: number): Buffer | null {
    if (seq < this.#oldestSeq) return null;
    const length = Math.max(0, Math.min(lengthBytes, this.#nextSeq - seq));
    const start = seq % this.#ring.length;
    const head = this.#ring.subarray(start, start + length);
    // A copy: the ring is written over while a socket still holds the bytes.
    return Buffer.concat([head, this.#ring.subarray(0, length - head.length)]);
  }

  get #oldestSeq(): number {
    return Math.max(0, this.#nextSeq - this.#ring.length);
  }

  #makeRoom(moreBytes: number): void {
    const used = Math.min(this.#nextSeq, this.#ring.length);
    let capacity = this.#ring.length;
    while (capacity < used + moreBytes && capacity < this.#limitBytes) capacity *= 2;
    capacity = Math.min(capacity, this.#limitBytes);
    if (capacity <= this.#ring.length) return;
    const oldestSeq = this.#oldestSeq;
    const kept = this.read(oldestSeq, used);
    this.#ring = Buffer.alloc(capacity);
    if (kept !== null) this.#put(oldestSeq, kept);
  }

  #put(seq: number, bytes: Buffer): void {
    const start = seq % this.#ring.length;
    const fits = bytes.copy(this.#ring, start);
    bytes.copy(this.#ring, 0, fits);
  }
}
