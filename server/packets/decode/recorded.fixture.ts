/** Packets of real traffic, recorded by recorded/record.sh. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type RecordedFrame = { readonly bytes: Uint8Array; readonly length: number };

const folder = new URL('recorded/', import.meta.url);

export const recordings = readdirSync(folder)
  .filter((name) => name.endsWith('.pcap'))
  .map((name) => name.slice(0, -'.pcap'.length))
  .sort();

export function recordingPath(name: string): string {
  return fileURLToPath(new URL(`${name}.pcap`, folder));
}

/** As tcpdump writes it: little-endian, a header of 24 bytes, then 16 before each packet. */
export function readRecording(name: string): RecordedFrame[] {
  const file = readFileSync(recordingPath(name));
  const frames: RecordedFrame[] = [];
  let at = 24;
  while (at < file.length) {
    const captured = file.readUInt32LE(at + 8);
    const length = file.readUInt32LE(at + 12);
    frames.push({ bytes: new Uint8Array(file.subarray(at + 16, at + 16 + captured)), length });
    at += 16 + captured;
  }
  return frames;
}

export const allFrames: readonly RecordedFrame[] = recordings.flatMap(readRecording);
