import { describe, expect, it } from 'vitest';
import type { Layer } from '../../protocol/packet.ts';
import { changedFields } from './changed-fields.ts';

type Values = {
  readonly macs?: readonly [string, string];
  readonly addresses?: readonly [string, string];
  readonly ports?: readonly [number, number];
  readonly ttl?: number;
};

function tcpPacket({ macs, addresses, ports, ttl }: Values): Layer[] {
  return [ethernet(...(macs ?? ['aa', 'bb'])), ipv4(addresses, ttl ?? 64, 6), tcp(ports)];
}

function ethernet(source: string, destination: string): Layer {
  return { kind: 'ethernet', offset: 0, length: 14, source, destination, etherType: 0x0800 };
}

function ipv4(addresses: Values['addresses'], ttl: number, protocol: number): Layer {
  const [source, destination] = addresses ?? ['172.18.0.10', '8.8.8.8'];
  return {
    ...{ kind: 'ipv4', offset: 14, length: 20, source, destination, ttl, protocol },
    ...{ identification: 1, dontFragment: true, moreFragments: false },
    ...{ fragmentOffset: 0, totalLength: 40 },
  };
}

function tcp(ports: Values['ports']): Layer {
  const [sourcePort, destinationPort] = ports ?? [40_000, 80];
  return {
    ...{ kind: 'tcp', offset: 34, length: 20, sourcePort, destinationPort },
    ...{ sequence: 1, acknowledgement: 0, flags: ['SYN'], window: 1 },
  };
}

function echo(identifier: number): Layer[] {
  return [
    ipv4(undefined, 64, 1),
    {
      ...{ kind: 'icmp', offset: 34, length: 8, version: 4, type: 8, code: 0 },
      ...{ name: 'echo request', identifier, sequence: 1 },
      ...{ target: null, mac: null, mtu: null, quoted: null },
    },
  ];
}

describe('between two hops', () => {
  it('nothing changes along a cable', () => {
    expect(changedFields(tcpPacket({}), tcpPacket({}), 'forward')).toEqual([]);
  });

  it('a router gives a new frame and takes one from the TTL', () => {
    const after = tcpPacket({ macs: ['cc', 'dd'], ttl: 63 });
    expect(changedFields(tcpPacket({}), after, 'forward')).toEqual([
      { field: 'source MAC', before: 'aa', after: 'cc', why: 'frame' },
      { field: 'destination MAC', before: 'bb', after: 'dd', why: 'frame' },
      { field: 'TTL', before: '64', after: '63', why: 'forwarded' },
    ]);
    const raised = tcpPacket({ ttl: 65 });
    expect(changedFields(tcpPacket({}), raised, 'forward')).toMatchObject([{ why: 'other' }]);
  });

  it('source NAT rewrites the source, and on the way back the destination', () => {
    const inside = tcpPacket({});
    const outside = tcpPacket({ addresses: ['172.16.0.2', '8.8.8.8'], ports: [1024, 80] });
    expect(changedFields(inside, outside, 'forward')).toEqual([
      { field: 'source address', before: '172.18.0.10', after: '172.16.0.2', why: 'source-nat' },
      { field: 'source port', before: '40000', after: '1024', why: 'source-nat' },
    ]);
    const reply = tcpPacket({ addresses: ['8.8.8.8', '172.16.0.2'] });
    const undone = tcpPacket({ addresses: ['8.8.8.8', '172.18.0.10'] });
    expect(changedFields(reply, undone, 'back')).toEqual([
      {
        field: 'destination address',
        before: '172.16.0.2',
        after: '172.18.0.10',
        why: 'source-nat',
      },
    ]);
  });

  it('destination NAT rewrites the destination, and on the way back the source', () => {
    const published = tcpPacket({ addresses: ['1.1.1.1', '172.16.0.2'], ports: [40_000, 8080] });
    const container = tcpPacket({ addresses: ['1.1.1.1', '172.18.0.10'], ports: [40_000, 80] });
    expect(changedFields(published, container, 'forward')).toMatchObject([
      { field: 'destination address', why: 'destination-nat' },
      { field: 'destination port', before: '8080', after: '80', why: 'destination-nat' },
    ]);
    const reply = tcpPacket({ addresses: ['172.18.0.10', '1.1.1.1'] });
    const undone = tcpPacket({ addresses: ['172.16.0.2', '1.1.1.1'] });
    expect(changedFields(reply, undone, 'back')).toMatchObject([
      { field: 'source address', why: 'destination-nat' },
    ]);
  });

  it('masquerading may give an echo another identifier', () => {
    expect(changedFields(echo(1), echo(7), 'forward')).toEqual([
      { field: 'ICMP identifier', before: '1', after: '7', why: 'source-nat' },
    ]);
  });
});

describe('with tunnels', () => {
  const inner = tcpPacket({});
  const wrapped = (outer: Values, within: Layer[]): Layer[] => [
    ...tcpPacket(outer).slice(0, 2),
    { kind: 'vxlan', offset: 42, length: 8, vni: 42 },
    ...within,
  ];

  it('a packet that was wrapped is compared with the one inside', () => {
    expect(changedFields(inner, wrapped({ ttl: 9 }, inner), 'forward')).toEqual([]);
    expect(changedFields(wrapped({}, inner), tcpPacket({ ttl: 63 }), 'forward')).toMatchObject([
      { field: 'TTL' },
    ]);
  });

  it('what changes on the wrapping is named so', () => {
    const after = wrapped({ macs: ['cc', 'bb'], ttl: 63 }, inner);
    expect(changedFields(wrapped({}, inner), after, 'forward')).toEqual([
      { field: 'outer source MAC', before: 'aa', after: 'cc', why: 'frame' },
      { field: 'outer TTL', before: '64', after: '63', why: 'forwarded' },
    ]);
  });
});
