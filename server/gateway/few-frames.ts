/**
 * socket.io sends bytes in a frame of their own behind the event that they belong to, and each frame
 * is a call of the kernel here and a wake-up there. The echo of a key is not worth two.
 */
import { isAscii } from 'node:buffer';
import { type Notice, type NoticeName, outputTextLimitBytes } from '../protocol/events.ts';

/** What goes over the line for a notice. Its type is the client's again once parsed. */
export function inFewFrames<N extends NoticeName>(name: N, notice: Notice<N>): object {
  if (name !== 'terminal:output' || !('data' in notice)) return notice;
  const { data } = notice;
  if (!(data instanceof Uint8Array) || data.length > outputTextLimitBytes || !isAscii(data)) {
    return notice;
  }
  return { ...notice, data: Buffer.from(data).toString('latin1') };
}
