/** Read back by those for whom it is written: tshark, which is Wireshark without windows, and tcpdump. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PcapngPacket, writePcapng } from './write-pcapng.ts';

const startedAtMs = 1_763_730_000_123;
const interfaces = [
  { id: 'ns:1/2', name: 'netns0:ceth0', description: 'container end, peer of veth0' },
  { id: 'ns:2/7', name: 'host:br0', description: 'bridge of machine host – ünïcode' },
  { id: 'ns:2/9', name: 'host:eth0', description: '' },
];

/** An ARP request with some bytes behind it; the sizes go through every padding. */
function frame(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  bytes.set(Buffer.from('ffffffffffff0200000000010806', 'hex'));
  const arp = '0001080006040001020000000001ac12000a000000000000ac120001';
  bytes.set(Buffer.from(arp, 'hex'), 14);
  return bytes;
}

const packets: PcapngPacket[] = Array.from({ length: 12 }, (_, index) => ({
  atNs: index * 1_000_000_001 + 7,
  interface: interfaces[index % interfaces.length]?.id ?? '',
  direction: index % 2 === 0 ? 'in' : 'out',
  bytes: frame(60 + index),
  length: index === 5 ? 1_514 : 60 + index,
}));

let folder = '';
let path = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-pcapng-'));
  path = join(folder, 'trace.pcapng');
  await writeFile(path, writePcapng({ startedAtMs, interfaces, packets }));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function fieldsByTshark(file: string, fields: readonly string[]): Promise<string[][]> {
  const wanted = fields.flatMap((field) => ['-e', field]);
  const { stdout } = await execa('tshark', ['-n', '-r', file, '-T', 'fields', ...wanted], {
    timeout: 30_000,
  });
  return stdout.split('\n').map((line) => line.split('\t'));
}

describe('a trace written as pcapng', () => {
  it('has every packet at its nanosecond, on its interface, in its direction', async () => {
    const rows = await fieldsByTshark(path, [
      'frame.time_epoch',
      'frame.interface_name',
      'frame.interface_description',
      'frame.packet_flags_direction',
      'frame.len',
      'frame.cap_len',
    ]);
    const expected = packets.map((packet) => {
      const on = interfaces.find(({ id }) => id === packet.interface);
      const atNs = BigInt(startedAtMs) * 1_000_000n + BigInt(packet.atNs);
      const nanoseconds = (atNs % 1_000_000_000n).toString().padStart(9, '0');
      return [
        `${atNs / 1_000_000_000n}.${nanoseconds}`,
        on?.name,
        on?.description,
        packet.direction === 'in' ? '0x00000001' : '0x00000002',
        `${packet.length}`,
        `${packet.bytes.length}`,
      ];
    });
    expect(rows).toEqual(expected);
  });

  it('has the very bytes', async () => {
    const { stdout } = await execa('tshark', ['-n', '-r', path, '-T', 'jsonraw', '-J', 'frame'], {
      timeout: 30_000,
    });
    const found = [...stdout.matchAll(/"frame_raw": \[\s*"([0-9a-f]*)"/g)].map(([, hex]) => hex);
    expect(found).toEqual(packets.map(({ bytes }) => Buffer.from(bytes).toString('hex')));
  });

  it('is read by tcpdump, too', async () => {
    const options = ['-n', '-r', path, '-tt', '--time-stamp-precision=nano'];
    const { stdout } = await execa('tcpdump', options, { timeout: 30_000 });
    const lines = stdout.split('\n');
    expect(lines).toHaveLength(packets.length);
    expect(lines[0]).toContain('1763730000.123000007');
    expect(lines[0]).toContain('ARP, Request who-has 172.18.0.1 tell 172.18.0.10');
  });

  it('without any packet is a file that opens', async () => {
    const empty = join(folder, 'empty.pcapng');
    await writeFile(empty, writePcapng({ startedAtMs, interfaces, packets: [] }));
    expect(await fieldsByTshark(empty, ['frame.number'])).toEqual([['']]);
  });
});
