/** Resolves when a flowing socket has nothing left to read just now, or has ended. */
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Every turn of the event loop reads what the kernel holds. After the writer is gone, two turns
 * without a byte mean that none is left, even while a background process keeps the other end open.
 */
export async function drained(socket: Socket): Promise<void> {
  let quietTurns = 0;
  let bytesBefore = socket.bytesRead;
  while (quietTurns < 2 && !socket.readableEnded && !socket.destroyed) {
    await nextTurn();
    quietTurns = socket.bytesRead === bytesBefore ? quietTurns + 1 : 0;
    bytesBefore = socket.bytesRead;
  }
}
