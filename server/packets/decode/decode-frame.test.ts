import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timed } from '../../cpu-time.fixture.ts';
import { type Layer, layerSchema } from '../../protocol/packet.ts';
import { decodeFrame } from './decode-frame.ts';
import { describePacket, kindOf } from './describe-packet.ts';
import { allFrames, type RecordedFrame } from './recorded.fixture.ts';

const recorded = fc.constantFrom(...allFrames);

describe('real packets', () => {
  it('are never malformed, and every layer fits the protocol', () => {
    for (const { bytes, length } of allFrames) {
      const layers = decodeFrame(bytes, length);
      expect(layers.filter(({ kind }) => kind === 'malformed')).toEqual([]);
      for (const layer of layers) expect(layerSchema.parse(layer)).toEqual(layer);
    }
  });

  it('cut short are told as far as they go, and never called malformed', () => {
    for (const frame of allFrames) {
      const whole = decodeFrame(frame.bytes, frame.length);
      for (const cut of cutsOf(frame)) {
        const layers = decodeFrame(frame.bytes.subarray(0, cut), frame.length);
        expectSound(layers, cut);
        const headers = layers.filter(({ kind }) => kind !== 'payload');
        for (const [index, layer] of headers.entries()) expectPartOf(layer, whole[index]);
        if (cut >= (whole[0]?.length ?? 0)) expect(headers.length).toBeGreaterThan(0);
      }
    }
  });

  it('cut at 256 bytes have all headers up to TCP, UDP and ICMP', () => {
    for (const { bytes, length } of allFrames) {
      const kinds = (layers: Layer[]) => layers.map(({ kind }) => kind);
      const cut = kinds(decodeFrame(bytes.subarray(0, 256), length));
      expect(cut).toEqual(kinds(decodeFrame(bytes, length)));
    }
  });
});

describe('whatever bytes come', () => {
  it('random ones end in layers that lie in order inside the packet', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(2_000), expectSane);
    fc.assert(property, { numRuns: 5_000 });
  });

  it('so do real packets with random bytes behind a real beginning', () => {
    const property = fc.property(
      recorded,
      fc.nat(200),
      fc.uint8Array({ maxLength: 300 }),
      ({ bytes }, kept, tail) => {
        const mixed = Uint8Array.from([...bytes.subarray(0, kept), ...tail]);
        expectSane(mixed, mixed.length);
      },
    );
    fc.assert(property, { numRuns: 5_000 });
  });

  it('so do real packets with flipped bits', () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.nat(7)), { minLength: 1, maxLength: 6 });
    const property = fc.property(recorded, flips, fc.nat(300), ({ bytes, length }, all, extra) => {
      const flipped = bytes.slice(0, 400);
      for (const [position, bit] of all) {
        const at = position % flipped.length;
        flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
      }
      expectSane(flipped, Math.max(flipped.length, length - extra));
    });
    fc.assert(property, { numRuns: 10_000 });
  });

  it('a frame of nothing but tunnels has few layers', () => {
    const header = '45000000000000004004000000000000000000000000'.slice(0, 40);
    const bytes = fromHex(`${'00'.repeat(12)}0800${header.repeat(1_000)}`);
    const layers = decodeFrame(bytes, bytes.length);
    expect(layers.length).toBeLessThan(30);
    expectSound(layers, bytes.length);
  });
});

const ethernet = '0200000000020200000000010800';

/** An IPv4 header of UDP, from 10.0.0.1 to 10.0.0.2, with its total length in hexadecimal digits. */
function ip(length: string): string {
  return `4500${length}00010000401100000a0000010a000002`;
}

describe('messages that traffic seldom has', () => {
  it('an error that quotes no more than eight bytes tells the ports', () => {
    const error = `0303000000000000${ip('0400')}0fa0003503ec0000`;
    const header = `450000380001000040010000${'0a0000020a000001'}`;
    const bytes = fromHex(`${ethernet}${header}${error}`);
    expect(decodeFrame(bytes, bytes.length).at(-1)).toMatchObject({
      kind: 'icmp',
      quoted: { source: '10.0.0.1', protocol: 17, sourcePort: 4_000, destinationPort: 53 },
    });
  });

  it('an authentication header of IPv6 counts its length in fours', () => {
    const authentication = `110400000000000100000001${'ab'.repeat(12)}`;
    const header = `60000000${'0020'}3340${'fd00'.padEnd(32, '0')}${'fd00'.padEnd(31, '0')}1`;
    const frame = `${ethernet.slice(0, 24)}86dd${header}${authentication}0fa0000900080000`;
    const bytes = fromHex(frame);
    expect(decodeFrame(bytes, bytes.length)).toMatchObject([
      { kind: 'ethernet' },
      { kind: 'ipv6', length: 64, nextHeader: 17, destination: 'fd00::1' },
      { kind: 'udp', offset: 78, sourcePort: 4_000, destinationPort: 9 },
    ]);
  });

  it('a name of DNS is found behind byte 255, and odd bytes of it are escaped', () => {
    const question = `${'3f'}${'61'.repeat(63)}`.repeat(3);
    const far = `03612e07${'00'}`; // the label `a.\a`, not in ASCII
    const records = `${question}00${'0001'}${'0001'}`;
    const first = `c00c00100001000000000041${'40'}${'62'.repeat(64)}`;
    const second = `${far}000c00010000000000${'02'}`;
    const at = 12 + (records.length + first.length) / 2;
    const pointer = (0xc000 | at).toString(16);
    const dns = `00018180000100020000${'0000'}${records}${first}${second}${pointer}`;
    const size = dns.length / 2;
    const udp = `00350fa0${(8 + size).toString(16).padStart(4, '0')}0000`;
    const bytes = fromHex(
      `${ethernet}${ip((28 + size).toString(16).padStart(4, '0'))}${udp}${dns}`,
    );
    const name = 'a\\.\\007';
    expect(at).toBeGreaterThan(255);
    expect(decodeFrame(bytes, bytes.length).at(-1)).toMatchObject({
      kind: 'dns',
      answers: [{ type: 'TXT' }, { name, type: 'PTR', value: name }],
    });
  });
});

describe('contradictions', () => {
  it.each([
    ['an IPv4 packet longer than its frame', `${ethernet}${ip('0100')}`, 'IPv4 header says 256'],
    ['an IPv4 packet shorter than its header', `${ethernet}${ip('0010')}`, 'less than the header'],
    ['a UDP datagram longer than its packet', `${ethernet}${ip('001c')}0fa0000900ff0000`, '255'],
    ['a UDP header that is not there', `${ethernet}${ip('0018')}0fa00009`, 'UDP needs 8 bytes'],
    ['an IPv6 version in IPv4', `${ethernet}6${ip('0014').slice(1)}`, 'version 6'],
    ['an ARP of other sizes', `${ethernet.slice(0, 24)}080600010800080400010000`, 'address sizes'],
  ])('%s is malformed', (_name, hex, reason) => {
    const bytes = fromHex(hex);
    const last = decodeFrame(bytes, bytes.length).at(-1);
    expect(last).toMatchObject({ kind: 'malformed', reason: expect.stringContaining(reason) });
  });

  it('names of DNS that point at themselves end', () => {
    const dns = '000101000001000000000000c00c00010001';
    const udp = `00350035${(8 + dns.length / 2).toString(16).padStart(4, '0')}0000`;
    const total = (20 + 8 + dns.length / 2).toString(16).padStart(4, '0');
    const bytes = fromHex(`${ethernet}${ip(total)}${udp}${dns}`);
    const layers = decodeFrame(bytes, bytes.length);
    expect(layers.map(({ kind }) => kind)).toEqual(['ethernet', 'ipv4', 'udp', 'dns', 'malformed']);
  });
});

it('takes 5,000 packets apart in well under 100 ms', () => {
  const frames = Array.from({ length: 5_000 }, (_, index) => allFrames[index % allFrames.length]);
  const run = () =>
    timed(() => {
      for (const frame of frames) {
        if (frame !== undefined) decodeFrame(frame.bytes.subarray(0, 256), frame.length);
      }
    }).cpuMs;
  // The best of a few: the first ones still compile.
  expect(Math.min(run(), run(), run(), run(), run())).toBeLessThan(100);
});

function expectSane(bytes: Uint8Array, length: number): void {
  const layers = decodeFrame(bytes, length);
  expectSound(layers, bytes.length);
  for (const layer of layers) layerSchema.parse(layer);
  expect(describePacket(layers).length).toBeLessThan(2_500);
  expect(kindOf(layers)).toBeTypeOf('string');
}

function expectSound(layers: readonly Layer[], size: number): void {
  let end = 0;
  for (const { offset, length } of layers) {
    if (offset < end || length < 0) expect.fail(`disorder at ${offset}: ${JSON.stringify(layers)}`);
    end = offset + length;
  }
  if (end > size) expect.fail(`beyond ${size}: ${JSON.stringify(layers)}`);
}

/** What was cut inside a header or message is shorter, and may know less. */
function expectPartOf(layer: Layer, whole: Layer | undefined): void {
  if (whole !== undefined && layer.length < whole.length) {
    const { kind, offset } = whole;
    expect(layer).toMatchObject({ kind, offset });
  } else if (!isDeepStrictEqual(layer, whole)) expect(layer).toEqual(whole);
}

function cutsOf({ bytes }: RecordedFrame): number[] {
  return Array.from({ length: Math.min(bytes.length, 330) }, (_, index) => index);
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'hex'));
}
