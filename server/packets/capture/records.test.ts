import { expect, test } from 'vitest';
import { decodeRecords, type WatchRecord } from './records.ts';

const atNs = 1_795_000_000_123_456_789n;

function record(kind: number, id: number, body: Buffer): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt32LE(body.length, 0);
  header.writeUInt32LE(kind, 4);
  header.writeUInt32LE(id, 8);
  return Buffer.concat([header, body]);
}

function packet(bytes: number[]): Buffer {
  const body = Buffer.alloc(20);
  body.writeBigUInt64LE(atNs, 0);
  body.writeUInt32LE(7, 8);
  body.writeUInt32LE(1500, 12);
  body.writeUInt16LE(1, 16);
  body.writeUInt16LE(1, 18);
  return record(2, 3, Buffer.concat([body, Buffer.from(bytes)]));
}

function decoded(chunks: Iterable<Buffer>): WatchRecord[] {
  const all: WatchRecord[] = [];
  const decode = decodeRecords((one) => all.push(one));
  for (const chunk of chunks) decode(chunk);
  return all;
}

const stream = Buffer.concat([
  record(1, 3, Buffer.from([0, 0, 0, 0, 12, 0, 0, 0])),
  packet([1, 2, 3]),
  packet([]),
  record(4, 3, Buffer.from([5, 0, 0, 0, 1, 1, 0, 0])),
  record(5, 3, Buffer.alloc(0)),
  record(6, 9, Buffer.alloc(0)),
]);
const seen = {
  kind: 'packet',
  id: 3,
  atNs,
  interfaceIndex: 7,
  length: 1500,
  hardwareType: 1,
  direction: 'out',
};
const records = [
  { kind: 'opened', id: 3, errno: 0, rulesErrno: 12 },
  { ...seen, bytes: new Uint8Array([1, 2, 3]) },
  { ...seen, bytes: new Uint8Array() },
  { kind: 'left-out', id: 3, packets: 5, verdicts: 257 },
  { kind: 'gone', id: 3 },
  { kind: 'synced', id: 9 },
];

test('records are the same however the stream was cut', () => {
  expect(decoded([stream])).toEqual(records);
  for (const size of [1, 2, 11, 12, 13, 50])
    expect(
      decoded(
        Array.from({ length: Math.ceil(stream.length / size) }, (_, index) =>
          stream.subarray(index * size, (index + 1) * size),
        ),
      ),
    ).toEqual(records);
});

test('a packet does not keep the chunk that it came in', () => {
  const [, first] = decoded([stream]);
  expect(first?.kind === 'packet' && first.bytes.buffer.byteLength).toBe(3);
});

test('what no packetwatch has written is refused, never misread', () => {
  expect(() => decoded([record(7, 1, Buffer.alloc(0))])).toThrow('a record of kind 7');
  expect(() => decoded([Buffer.alloc(12, 0xff)])).toThrow('a record of 4294967295 bytes');
  expect(() => decoded([record(2, 1, Buffer.alloc(19))])).toThrow(RangeError);
});

test('any bytes end in records or in a RangeError', () => {
  for (let seed = 1; seed <= 2_000; seed++) {
    const damaged = Buffer.from(stream);
    let state = seed;
    for (let change = 0; change < 3; change++) {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      damaged[state % damaged.length] = (state >> 8) & 0xff;
    }
    try {
      decoded([damaged]);
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
    }
  }
});
