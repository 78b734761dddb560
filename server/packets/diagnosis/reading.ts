/** What the kernel answers in one namespace of a packet's way, taken apart. */
import { isIP } from 'node:net';
import * as z from 'zod';
import type { Interface, Namespace } from '../../protocol/topology.ts';

/** What a walk wants to know where a packet arrives, or is made. */
export type Ask = {
  readonly namespace: Namespace;
  readonly destination: string;
  /** null: the kernel chooses it. */
  readonly source: string | null;
  /** null: the packet is made here. */
  readonly input: Interface | null;
  /** What costs more, and is not always needed. */
  readonly also: readonly ('flows' | 'listeners' | 'ports')[];
};

/** The command as it was run there, without what brings one there. */
export type Said = { readonly command: string; readonly output: string };

export type RouteSaid = Said &
  (
    | {
        readonly kind: 'route';
        readonly type: string; // unicast, local, broadcast, …
        readonly device: string;
        readonly gateway: string | null;
        readonly source: string | null;
        readonly table: string | null; // null: main, or local
      }
    | { readonly kind: 'refused'; readonly table: null }
  );

export type NeighbourSaid = {
  readonly address: string;
  readonly device: string;
  readonly mac: string | null;
  readonly state: string;
};

export type ListenerSaid = {
  readonly address: string;
  readonly port: number;
  readonly line: string;
};

export type FlowSaid = {
  readonly protocol: string;
  readonly expiresInS: number;
  readonly source: string;
  readonly destination: string;
  /** Of the packets that come back. */
  readonly replySource: string;
  readonly replyDestination: string;
  readonly identity: number | null; // source port, or identifier of an echo, of the original
  readonly port: number | null; // destination port of the original
  readonly replyPort: number | null; // source port of the answer
  readonly line: string;
};

/** A port of a bridge; in hairpin mode frames may leave by it that came in by it. */
export type PortSaid = { readonly name: string; readonly isHairpin: boolean };

export type Reading = {
  readonly route: RouteSaid;
  /** `ip route get SOURCE`: the way back to where the packet comes from; null for one made here. */
  readonly wayBack: RouteSaid | null;
  readonly neighbours: readonly NeighbourSaid[];
  readonly listeners: readonly ListenerSaid[];
  /** By the name of the setting; what this kernel does not have is not there. */
  readonly settings: ReadonlyMap<string, string>;
  readonly flows: readonly FlowSaid[];
  readonly ports: readonly PortSaid[];
};

/** `8.8.8.8 from 172.18.0.10 via 172.16.0.1 dev eth0`, `local 10.0.0.1 dev lo src 10.0.0.1`, an error. */
export function readRoute(command: string, output: string): RouteSaid {
  const said = { command, output: firstLines(output) };
  const words = (output.split('\n')[0] ?? '').trim().split(/\s+/);
  const hasType = routeTypes.has(words[0] ?? '');
  const [type, ...pairs] = hasType ? words : ['unicast', ...words];
  const values = new Map<string, string>();
  // Behind the destination stand pairs; a gateway of the other family has its name between.
  for (let at = 1; at < pairs.length; at += 2) {
    if (pairs[at] === 'via' && /^inet6?$/.test(pairs[at + 1] ?? '')) pairs.splice(at + 1, 1);
    values.set(pairs[at] ?? '', pairs[at + 1] ?? '');
  }
  const device = values.get('dev');
  if (isIP(pairs[0] ?? '') === 0 || device === undefined)
    return { ...said, kind: 'refused', table: null };
  return {
    ...said,
    kind: 'route',
    type: type ?? 'unicast',
    device,
    gateway: values.get('via') ?? null,
    source: values.get('src') ?? null,
    table: values.get('table') ?? null,
  };
}

const routeTypes = new Set(['local', 'broadcast', 'multicast', 'anycast', 'unicast', 'nat']);

const neighboursSchema = z.array(
  z.object({
    dst: z.string(),
    dev: z.string(),
    lladdr: z.string().optional(),
    state: z.array(z.string()).default([]),
  }),
);

export function readNeighbours(output: string): NeighbourSaid[] {
  return (parsed(neighboursSchema, output) ?? []).map(({ dst, dev, lladdr, state }) => ({
    address: dst,
    device: dev,
    mac: lladdr ?? null,
    state: state[0] ?? 'NONE',
  }));
}

const portsSchema = z.array(z.object({ ifname: z.string(), hairpin: z.boolean().optional() }));

/** `bridge -j -d link show`. */
export function readPorts(output: string): PortSaid[] {
  return (parsed(portsSchema, output) ?? []).flatMap(({ ifname, hairpin }) =>
    hairpin === undefined ? [] : [{ name: ifname, isHairpin: hairpin }],
  );
}

/** Lines of `ss -Hltn`: state, queues, local address and port, … */
export function readListeners(output: string): ListenerSaid[] {
  return output.split('\n').flatMap((line) => {
    const local = /^LISTEN\s+\d+\s+\d+\s+(\S+):(\d+)\s/.exec(`${line} `);
    if (local === null) return [];
    const address = (local[1] ?? '').replace(/^\[|\]$/g, '').replace(/%.*$/, '');
    return [{ address, port: Number(local[2]), line: line.trim().replace(/\s+/g, ' ') }];
  });
}

/** Lines of `conntrack -L`: both directions' addresses stand in each, in this order. */
export function readFlows(output: string): FlowSaid[] {
  return output.split('\n').flatMap((line) => {
    const start = /^(\w+)\s+\d+\s+(\d+)/.exec(line);
    const [source, replySource] = values(line, 'src');
    const [destination, replyDestination] = values(line, 'dst');
    if (start === null || !source || !destination || !replySource || !replyDestination) return [];
    return [
      {
        protocol: start[1] ?? '',
        expiresInS: Number(start[2]),
        source,
        destination,
        replySource,
        replyDestination,
        identity: numberOf(values(line, 'sport')[0] ?? values(line, 'id')[0]),
        port: numberOf(values(line, 'dport')[0]),
        replyPort: numberOf(values(line, 'sport')[1]),
        line: line.trim(),
      },
    ];
  });
}

function values(line: string, key: string): string[] {
  return [...line.matchAll(new RegExp(`\\b${key}=(\\S+)`, 'g'))].map((match) => match[1] ?? '');
}

function numberOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

function parsed<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null; // an error message instead of JSON
  }
}

/** `ip route get` ends with a line about its cache. */
function firstLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !/^\s+cache/.test(line))
    .slice(0, 4)
    .join('\n');
}
