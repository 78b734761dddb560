/** Writes to a pty's master, which takes no more than its program has read of it. */
import { writeSync } from 'node:fs';
import { hasErrorCode } from '../error-code.ts';

/** Long enough to cost nothing while a program does not read, short enough not to be felt after. */
const retryMs = 5;

/**
 * A program that never reads must not make the server grow: what is over this is dropped, as the
 * kernel drops what is typed into a full terminal.
 */
const queueLimitBytes = 4 * 1024 * 1024;

export type PtyInput = { write(data: Buffer): void; close(): void };

export function openPtyInput(master: number): PtyInput {
  let queue: Buffer[] = [];
  let queuedBytes = 0;
  let retry: NodeJS.Timeout | undefined;
  let isOpen = true;

  const flush = () => {
    retry = undefined;
    for (let next = queue[0]; next !== undefined; next = queue[0]) {
      const written = writeWhatFits(master, next);
      queuedBytes -= written;
      if (written < next.length) {
        queue[0] = next.subarray(written);
        retry = setTimeout(flush, retryMs);
        return;
      }
      queue.shift();
    }
  };

  return {
    write(data) {
      if (!isOpen || data.length === 0 || queuedBytes + data.length > queueLimitBytes) return;
      queue.push(data);
      queuedBytes += data.length;
      if (retry === undefined) flush();
    },
    close() {
      isOpen = false;
      queue = [];
      clearTimeout(retry);
    },
  };
}

function writeWhatFits(master: number, data: Buffer): number {
  try {
    return writeSync(master, data);
  } catch (error) {
    if (hasErrorCode(error, 'EAGAIN')) return 0;
    // EIO: the program has gone; its exit is about to be noticed.
    if (hasErrorCode(error, 'EIO')) return data.length;
    throw error;
  }
}
