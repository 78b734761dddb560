/**
 * What is typed goes out at once. A paste larger than the limit is cut into pieces that follow each
 * other's acknowledgement, with later keys behind it; Ctrl-C drops what has not gone out yet.
 */
import { inputLimitBytes } from '../../server/protocol/events.ts';

const interrupt = '\x03';

export function createInputQueue(send: (data: string) => Promise<unknown>): (data: string) => void {
  let waiting: string[] = [];
  let isPasting = false;

  const paste = async () => {
    isPasting = true;
    for (let piece = waiting.shift(); piece !== undefined; piece = waiting.shift()) {
      await send(piece);
    }
    isPasting = false;
  };

  return (data) => {
    if (data === interrupt) {
      waiting = [];
      void send(data);
      return;
    }
    const pieces = cutInput(data, inputLimitBytes);
    if (!isPasting && pieces.length === 1) {
      void send(data);
      return;
    }
    waiting.push(...pieces);
    if (!isPasting) void paste();
  };
}

/** Pieces of at most `limitBytes` in UTF-8; a character is never cut. */
export function cutInput(data: string, limitBytes: number): string[] {
  if (data.length * 3 <= limitBytes) return data === '' ? [] : [data]; // UTF-8: at most 3 per unit
  const pieces: string[] = [];
  const encoder = new TextEncoder();
  const room = new Uint8Array(limitBytes);
  let rest = data;
  while (rest !== '') {
    const { read } = encoder.encodeInto(rest, room);
    pieces.push(rest.slice(0, read));
    rest = rest.slice(read);
  }
  return pieces;
}
