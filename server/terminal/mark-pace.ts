/**
 * Every mark is told to all who look on and judged, which costs more than its bytes. No shell runs so
 * many commands, but a program that prints what a shell prints can: it waits, as for a slow viewer.
 */
import type { Brake } from './brake.ts';

/** Four marks are a command: 300 a second is more than a shell can start. */
const marksPerSecond = 1200;
/** What a pasted block of short commands may print at once. */
const burst = 2000;

export class MarkPace {
  readonly #brake: Brake;
  readonly #nowMs: () => number;
  #left = burst;
  #countedMs: number;
  #timer: NodeJS.Timeout | null = null;

  constructor(brake: Brake, nowMs: () => number) {
    this.#brake = brake;
    this.#nowMs = nowMs;
    this.#countedMs = nowMs();
  }

  count(marks: number): void {
    const nowMs = this.#nowMs();
    const earned = ((nowMs - this.#countedMs) / 1000) * marksPerSecond;
    this.#countedMs = nowMs;
    this.#left = Math.min(burst, this.#left + earned) - marks;
    if (this.#left >= 0 || this.#timer !== null) return;
    this.#brake.pause();
    this.#timer = setTimeout(() => this.close(), (-this.#left / marksPerSecond) * 1000);
  }

  /** Lets go. May be called twice. */
  close(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#brake.resume();
  }
}
