/** Small networks and what was seen in them, made by hand. */
import type { Interface, Topology, TopologyObject } from '../../protocol/topology.ts';
import type { KernelAnswers } from '../answers/answer-types.ts';
import { decodeFrame } from '../decode/decode-frame.ts';
import type { DecodedSighting, Recording, Verdict } from '../sighting.ts';
import type { Frame } from './frames.fixture.ts';

/** Inodes of the namespaces by name; the first of them is the machine's root. */
const inodes = { host: 1, netns0: 2, netns1: 3 } as const;
type Name = keyof typeof inodes;

type Port = {
  readonly at: `${Name}/${string}`;
  readonly index: number;
  readonly type?: string;
  readonly mac: string;
  readonly address?: string;
  readonly peer?: `${Name}/${string}`;
  readonly master?: `${Name}/${string}`;
  readonly mtu?: number;
};

/** netns0 and netns1 on a bridge of the host. */
const ports: readonly Port[] = [
  { at: 'host/lo', index: 1, type: 'loopback', mac: '00:00:00:00:00:00', address: '127.0.0.1' },
  { at: 'host/br0', index: 2, type: 'bridge', mac: '02:00:00:00:00:01', address: '172.18.0.1' },
  {
    at: 'host/veth0',
    index: 3,
    mac: '02:00:00:00:01:00',
    peer: 'netns0/ceth0',
    master: 'host/br0',
  },
  {
    at: 'host/veth1',
    index: 4,
    mac: '02:00:00:00:01:01',
    peer: 'netns1/ceth1',
    master: 'host/br0',
  },
  { at: 'host/eth0', index: 5, mac: '02:00:00:00:00:05', address: '172.16.0.2' },
  {
    at: 'netns0/ceth0',
    index: 2,
    mac: '02:00:00:00:00:10',
    address: '172.18.0.10',
    peer: 'host/veth0',
  },
  {
    at: 'netns1/ceth1',
    index: 2,
    mac: '02:00:00:00:00:11',
    address: '172.18.0.11',
    peer: 'host/veth1',
  },
];

export const macs = Object.fromEntries(ports.map(({ at, mac }) => [at, mac]));

export function twoContainers(more: readonly TopologyObject[] = []): Topology {
  const objects: TopologyObject[] = [
    { kind: 'machine', key: 'machine:host', name: 'host', title: 'the host', role: 'learner' },
    ...Object.entries(inodes).map(([name, inode]): TopologyObject => {
      const isRoot = name === 'host';
      const path = isRoot ? '/proc/1/ns/net' : `/run/netns/${name}`;
      const known = { kind: 'namespace', key: `ns:${inode}`, machine: 'host' } as const;
      return { ...known, isRoot, name: isRoot ? null : name, path, process: null };
    }),
    ...ports.map(interfaceOf),
    ...more,
  ];
  return { version: 1, objects };
}

function interfaceOf({ at, index, type, mac, address, peer, master, mtu }: Port): Interface {
  const { namespace, name } = placeOf(at);
  return {
    kind: 'interface',
    key: keyOf(at),
    namespace,
    index,
    name,
    type: type ?? 'veth',
    mac,
    mtu: mtu ?? 1500,
    isUp: true,
    hasCarrier: true,
    master: master === undefined ? null : keyOf(master),
    peer: peer === undefined ? null : keyOf(peer),
    addresses:
      address === undefined ? [] : [{ family: 'inet', address, prefixLength: 16, scope: 'global' }],
  };
}

export function keyOf(at: string): string {
  const { namespace } = placeOf(at);
  return `if:${namespace.slice(3)}/${ports.find((port) => port.at === at)?.index}`;
}

function placeOf(at: string): { namespace: string; name: string } {
  const [namespace = '', name = ''] = at.split('/');
  const inode = Object.entries(inodes).find(([known]) => known === namespace)?.[1];
  return { namespace: `ns:${inode}`, name };
}

/** `netns0/ceth0 out` at a microsecond. */
export function seen(atUs: number, where: string, { bytes }: Frame): DecodedSighting {
  const [at = '', direction] = where.split(' ');
  const port = ports.find((one) => one.at === at);
  return {
    atNs: atUs * 1_000,
    namespace: placeOf(at).namespace,
    interfaceIndex: port?.index ?? 99,
    direction: direction === 'out' ? 'out' : 'in',
    bytes,
    length: bytes.length,
    layers: decodeFrame(bytes, bytes.length),
  };
}

export function recorded(
  sightings: readonly DecodedSighting[],
  verdicts: readonly Verdict[] = [],
): Recording {
  return { sightings, verdicts, isOver: true, leftOut: 0 };
}

export const nothingAsked: KernelAnswers = { routes: [], flows: [], ruleHandles: [] };
