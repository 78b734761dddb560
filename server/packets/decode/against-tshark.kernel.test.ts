/** A second opinion: every field that tshark knows, too, of every packet that was recorded. */
import { describe, expect, it } from 'vitest';
import type { Layer } from '../../protocol/packet.ts';
import { decodeFrame } from './decode-frame.ts';
import { readRecording, recordingPath, recordings } from './recorded.fixture.ts';
import { dissect, type Proto } from './tshark.fixture.ts';
import { theirFields } from './tshark-fields.fixture.ts';

describe.each(recordings)('of %s.pcap', (name) => {
  it('tshark finds the same layers, at the same places, with the same fields', async () => {
    const frames = readRecording(name);
    const dissected = await dissect(recordingPath(name));
    expect(dissected.length).toBe(frames.length);
    for (const [index, frame] of frames.entries()) {
      const ours = decodeFrame(frame.bytes, frame.length).filter(isNamedAlike);
      const theirs = withTags(dissected[index] ?? []).filter(({ name }) => kinds.has(name));
      const where = `packet ${index + 1}`;
      expect(ours.map(protoName), where).toEqual(theirs.map((proto) => proto.name));
      for (const [at, layer] of ours.entries()) {
        const proto = theirs[at];
        if (proto === undefined) continue;
        expect({ ...layer }, `${where}, ${layer.kind}`).toMatchObject(theirView(layer, proto));
      }
    }
  });
});

it('has recordings of every protocol that is taken apart', () => {
  const seen = new Set(
    recordings.flatMap((name) =>
      readRecording(name).flatMap(({ bytes, length }) => decodeFrame(bytes, length).map(protoName)),
    ),
  );
  expect([...kinds].filter((kind) => !seen.has(kind))).toEqual([]);
});

const kinds = new Set([
  'eth',
  'arp',
  'ip',
  'ipv6',
  'icmp',
  'icmpv6',
  'tcp',
  'udp',
  'dns',
  'dhcp',
  'vxlan',
]);

function isNamedAlike(layer: Layer): boolean {
  return kinds.has(protoName(layer));
}

function protoName(layer: Layer): string {
  switch (layer.kind) {
    case 'ethernet':
      return 'eth';
    case 'ipv4':
      return 'ip';
    case 'icmp':
      return layer.version === 4 ? 'icmp' : 'icmpv6';
    default:
      return layer.kind;
  }
}

const tagNames = new Set(['vlan', 'ieee8021ad']);

/** VLAN tags are protocols to tshark; here they belong to the Ethernet header. */
function withTags(protos: readonly Proto[]): Proto[] {
  const joined: Proto[] = [];
  for (const proto of protos) {
    const before = joined.at(-1);
    if (tagNames.has(proto.name) && before !== undefined) {
      const fields = new Map([...before.fields, ...proto.fields]);
      joined[joined.length - 1] = { ...before, size: before.size + proto.size, fields };
    } else joined.push(proto);
  }
  return joined;
}

function theirView(layer: Layer, proto: Proto): Record<string, unknown> {
  // What stands behind the header of an echo or a listener report is data for one and header for the other.
  const isMessage = layer.kind === 'icmp' && layer.quoted === null;
  // It leaves the fragment header out of the IPv6 header of later fragments, and only of those.
  const isLaterFragment = layer.kind === 'ipv6' && (layer.fragment?.offset ?? 0) > 0;
  const place =
    !isMessage && !isLaterFragment
      ? { offset: proto.pos, length: proto.size }
      : { offset: proto.pos };
  return { ...place, ...theirFields(layer, proto) };
}
