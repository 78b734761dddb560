/**
 * Everybody who watches one terminal. Each viewer has a place in the replay and gets bytes from
 * there on, never more than its window beyond what it has acknowledged. When the slowest one is that
 * far behind, the pty is held, so that the program waits and memory does not grow; one that then
 * stays silent is let go, so that it cannot hold the others.
 */
import type { Pty } from '../sandbox/handle.ts';
import { DrawWindow } from './draw-window.ts';
import type { Replay } from './replay.ts';

export type Output = { readonly seq: number; readonly data: Buffer };

export type Viewer = {
  /**
   * Bytes seq up to seq + data.length, which stay there until they are acknowledged. `isReplay`: they
   * were printed before the viewer came.
   */
  onOutput(output: Output, isReplay: boolean): void;
  /** Nothing comes any more; it may attach again. */
  onDetached(reason: string): void;
};

export type Attachment = {
  readonly firstSeq: number;
  readonly nextSeq: number;
  /** To be written before firstSeq, when bytes were lost. */
  readonly modes: string;
  /** All bytes before `seq` have been drawn. */
  acknowledge(seq: number): void;
  /** May be called twice. */
  detach(): void;
};

/** Pieces of a replay: large enough to be few, small enough to draw between two frames. */
const pieceBytes = 64 * 1024;
/** A page that draws acknowledges several times a second, one in the background every second. */
const silenceLimitMs = 5_000;

type Seat = {
  readonly viewer: Viewer;
  readonly liveFromSeq: number;
  readonly window: DrawWindow;
  sentSeq: number;
  acknowledgedSeq: number;
  silence: NodeJS.Timeout | null;
};

export class Audience {
  readonly #replay: Replay;
  readonly #pty: Pick<Pty, 'pause' | 'resume'>;
  readonly #seats = new Set<Seat>();
  readonly #nowMs: () => number;
  #isHolding = false;

  constructor(replay: Replay, pty: Pick<Pty, 'pause' | 'resume'>, nowMs: () => number) {
    this.#replay = replay;
    this.#pty = pty;
    this.#nowMs = nowMs;
  }

  /** The first output comes in a later turn of the event loop, after the caller has answered. */
  attach(viewer: Viewer, fromSeq: number): Attachment {
    const { seq: firstSeq, modes } = this.#replay.begin(fromSeq);
    const nextSeq = this.#replay.nextSeq;
    const seat: Seat = {
      viewer,
      liveFromSeq: nextSeq,
      window: new DrawWindow(),
      sentSeq: firstSeq,
      acknowledgedSeq: firstSeq,
      silence: null,
    };
    this.#seats.add(seat);
    setImmediate(() => this.#attend(seat));
    return {
      firstSeq,
      nextSeq,
      modes,
      acknowledge: (seq) => this.#acknowledge(seat, seq),
      detach: () => this.#remove(seat),
    };
  }

  /** The replay has grown. */
  deliver(): void {
    for (const seat of this.#seats) this.#send(seat);
    this.#regulate();
  }

  #attend(seat: Seat): void {
    this.#send(seat);
    this.#regulate();
  }

  #acknowledge(seat: Seat, seq: number): void {
    if (seq <= seat.acknowledgedSeq || seq > seat.sentSeq) return;
    seat.acknowledgedSeq = seq;
    seat.window.drawn(seq, this.#nowMs());
    this.#hush(seat);
    this.#attend(seat);
  }

  #remove(seat: Seat): void {
    this.#hush(seat);
    if (!this.#seats.delete(seat)) return;
    // Its connection may still be sending them, and nobody waits for that any more.
    if (seat.acknowledgedSeq < seat.sentSeq) this.#replay.keepLent();
    this.#regulate();
  }

  /** As much as the viewer may have outstanding. */
  #send(seat: Seat): void {
    while (this.#seats.has(seat)) {
      const room = seat.acknowledgedSeq + seat.window.bytes - seat.sentSeq;
      const roomBytes = Math.max(0, room); // a window that has shrunk may be overdrawn
      const data = this.#read(seat, roomBytes);
      if (data === null) {
        this.#letGo(seat, 'The output that comes next is no longer kept.');
        return;
      }
      if (data.length === 0) return;
      const seq = seat.sentSeq;
      seat.sentSeq += data.length;
      seat.window.sent(seat.sentSeq, this.#nowMs());
      seat.viewer.onOutput({ seq, data }, seq < seat.liveFromSeq);
    }
  }

  #read(seat: Seat, roomBytes: number): Buffer | null {
    const replayBytes = seat.liveFromSeq - seat.sentSeq;
    const wantedBytes = Math.min(roomBytes, pieceBytes, replayBytes > 0 ? replayBytes : pieceBytes);
    return this.#replay.read(seat.sentSeq, wantedBytes);
  }

  /** Holds the pty while somebody is far behind, and watches that this somebody catches up. */
  #regulate(): void {
    let isHolding = false;
    for (const seat of this.#seats) {
      // Half a window must be free again before the program goes on: fewer stops and starts.
      const limitBytes = this.#isHolding ? seat.window.bytes / 2 : seat.window.bytes;
      if (this.#replay.nextSeq - seat.acknowledgedSeq < limitBytes) {
        this.#hush(seat);
        continue;
      }
      isHolding = true;
      seat.silence ??= setTimeout(
        () => this.#letGo(seat, 'The output was not taken for too long.'),
        silenceLimitMs,
      );
    }
    if (isHolding === this.#isHolding) return;
    this.#isHolding = isHolding;
    if (isHolding) this.#pty.pause();
    else this.#pty.resume();
  }

  #hush(seat: Seat): void {
    if (seat.silence !== null) clearTimeout(seat.silence);
    seat.silence = null;
  }

  #letGo(seat: Seat, reason: string): void {
    this.#remove(seat);
    seat.viewer.onDetached(reason);
  }
}
