import fc from 'fast-check';
import { expect, it } from 'vitest';
import { writePcapng } from './write-pcapng.ts';

/** The types of all blocks. Throws where their lengths do not lead to the end of the file. */
function blockTypes(file: Uint8Array): number[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const types: number[] = [];
  let at = 0;
  while (at < file.length) {
    const length = view.getUint32(at + 4, true);
    if (length % 4 !== 0 || view.getUint32(at + length - 4, true) !== length) {
      throw new Error(`The block at ${at} does not end where it says.`);
    }
    types.push(view.getUint32(at, true));
    at += length;
  }
  return types;
}

const packet = fc.record({
  atNs: fc.nat(),
  interface: fc.constantFrom('a', 'b'),
  direction: fc.constantFrom('in' as const, 'out' as const),
  bytes: fc.uint8Array({ maxLength: 300 }),
  length: fc.nat(2_000),
});

it('is a chain of whole blocks, whatever is in it', () => {
  const property = fc.property(
    fc.array(packet, { maxLength: 400 }),
    fc.string({ maxLength: 3_000, unit: 'binary' }),
    (packets, description) => {
      const interfaces = [
        { id: 'a', name: 'host:eth0', description },
        { id: 'b', name: 'netns0:ceth0', description: '' },
      ];
      const file = writePcapng({ startedAtMs: 1_763_730_000_123, interfaces, packets });
      expect(blockTypes(file)).toEqual([0x0a0d_0d0a, 1, 1, ...packets.map(() => 6)]);
    },
  );
  fc.assert(property, { numRuns: 200 });
});

it('refuses a packet of an interface that it was not told of', () => {
  const stray = { atNs: 0, direction: 'in', bytes: new Uint8Array(60), length: 60 } as const;
  const write = () =>
    writePcapng({ startedAtMs: 0, interfaces: [], packets: [{ ...stray, interface: 'x' }] });
  expect(write).toThrow(RangeError);
});
