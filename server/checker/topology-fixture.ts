/** Topologies written down by hand, for tests. */

import type { Interface, Topology, TopologyObject } from '../protocol/topology.ts';
import { parsePrefix } from './prefix.ts';

export type WrittenInterface = {
  readonly type?: string;
  readonly up?: boolean;
  /** NAMESPACE/NAME of the other end; `root/NAME` for the root namespace. */
  readonly peer?: string;
  readonly master?: string; // name, in the same namespace
  readonly addresses?: readonly string[];
};
export type WrittenNamespace = {
  readonly interfaces?: Readonly<Record<string, WrittenInterface>>;
  readonly routes?: readonly string[]; // `default via 172.18.0.1 dev ceth0`
  readonly chains?: readonly { table: string; name: string; hook?: string; rules?: string[] }[];
  readonly sysctls?: Readonly<Record<string, string>>;
  readonly listeners?: readonly { protocol: 'tcp' | 'udp'; port: number }[];
  readonly neighbours?: readonly string[]; // `172.18.0.1 dev ceth0 lladdr 02:… REACHABLE`
  readonly fdb?: readonly string[]; // `02:… dev veth0 master br0`
  readonly unnamed?: { readonly process: string };
};

/** Of one machine, `host`, by namespace; `root` is its root namespace. */
export function topologyOf(written: Readonly<Record<string, WrittenNamespace>>): Topology {
  const labels = ['root', ...Object.keys(written).filter((label) => label !== 'root')];
  const objects: TopologyObject[] = [
    { kind: 'machine', key: 'machine:host', name: 'host', title: 'host', role: 'learner' },
  ];
  labels.forEach((label, position) => {
    objects.push(...objectsOf(label, `ns:${position + 1}`, written[label] ?? {}));
  });
  const keys = new Map(
    objects.flatMap((object) =>
      object.kind === 'interface'
        ? [[`${labels[Number(object.namespace.slice(3)) - 1]}/${object.name}`, object.key]]
        : [],
    ),
  );
  const wired = objects.map((object): TopologyObject => {
    if (object.kind !== 'interface') return object;
    return { ...object, peer: object.peer && (keys.get(object.peer) ?? null) };
  });
  return { version: 1, objects: wired };
}

function objectsOf(label: string, key: string, written: WrittenNamespace): TopologyObject[] {
  const inNamespace = { namespace: key };
  const isRoot = label === 'root';
  const names = ['lo', ...Object.keys(written.interfaces ?? {}).filter((name) => name !== 'lo')];
  const interfaces = names.map((name, position): Interface => {
    const { type, up = false, peer, master, addresses } = written.interfaces?.[name] ?? {};
    return {
      kind: 'interface',
      key: `if:${key.slice(3)}/${position + 1}`,
      ...inNamespace,
      index: position + 1,
      name,
      type: type ?? (name === 'lo' ? 'loopback' : 'veth'),
      mac: null,
      mtu: 1500,
      isUp: up,
      hasCarrier: up,
      master: master === undefined ? null : `if:${key.slice(3)}/${names.indexOf(master) + 1}`,
      peer: peer ?? null,
      addresses: (addresses ?? []).map((text) => {
        const [address = ''] = text.split('/');
        const family = address.includes(':') ? 'inet6' : 'inet';
        return { family, address, prefixLength: parsePrefix(text)?.length ?? 0, scope: 'global' };
      }),
    };
  });
  return [
    {
      kind: 'namespace',
      key,
      machine: 'host',
      isRoot,
      name: isRoot || written.unnamed ? null : label,
      path: isRoot ? '/proc/1/ns/net' : written.unnamed ? '/proc/7/ns/net' : `/run/netns/${label}`,
      process: written.unnamed?.process ?? null,
    },
    ...interfaces,
    ...(written.routes ?? []).map((text, order): TopologyObject => {
      const [destination = ''] = text.split(' ');
      const after = (word: string) => new RegExp(`${word} (\\S+)`).exec(text)?.[1] ?? null;
      return {
        kind: 'route',
        key: `route:${key}/${order}`,
        ...inNamespace,
        family: 'inet',
        table: 'main',
        type: 'unicast',
        destination,
        gateway: after('via'),
        device: after('dev'),
        source: null,
        protocol: after('proto') ?? 'boot',
        scope: 'link',
        metric: 0,
        order,
      };
    }),
    ...(written.chains ?? []).map(
      ({ table, name, hook, rules }): TopologyObject => ({
        kind: 'chain',
        key: `chain:${key}/${table}/${name}`,
        ...inNamespace,
        syntax: 'iptables',
        family: 'ip',
        table,
        name,
        type: hook === undefined ? null : table === 'nat' ? 'nat' : 'filter',
        hook: hook ?? null,
        priority: null,
        policy: null,
        rules: rules ?? [],
      }),
    ),
    ...(written.neighbours ?? []).map((text): TopologyObject => {
      const [address = '', , device = '', , mac = null, state = 'REACHABLE'] = text.split(' ');
      const entry = `neighbour:${key}/${device}/${address}`;
      return { kind: 'neighbour', key: entry, ...inNamespace, address, device, mac, state };
    }),
    ...(written.fdb ?? []).map((text): TopologyObject => {
      const [mac = '', , port = '', , bridge = ''] = text.split(' ');
      const entry = { kind: 'fdb-entry', key: `fdb:${key}/${port}/${mac}` } as const;
      return { ...entry, ...inNamespace, bridge, port, mac, isPermanent: false };
    }),
    ...Object.entries(written.sysctls ?? {}).map(
      ([name, value]): TopologyObject => ({
        kind: 'sysctl',
        key: `sysctl:${key}/${name}`,
        ...inNamespace,
        name,
        value,
      }),
    ),
    ...(written.listeners ?? []).map(
      ({ protocol, port }): TopologyObject => ({
        kind: 'listener',
        key: `listener:${key}/${protocol}/${port}`,
        ...inNamespace,
        protocol,
        address: '0.0.0.0',
        port,
        process: null,
      }),
    ),
  ];
}
