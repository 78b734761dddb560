/** Reads the parts of one namespace that an event named, with as few programs as that takes. */
import type { Netwatch, ReadOutcome } from './netwatch.ts';
import type { Part, Program } from './netwatch-messages.ts';
import { parseFdb } from './parse/parse-fdb.ts';
import { mayBeOfIptables, withIptablesWords } from './parse/parse-iptables-save.ts';
import { parseLive } from './parse/parse-live.ts';
import { parseNeighbours } from './parse/parse-neighbours.ts';
import { parseNetwork } from './parse/parse-network.ts';
import { parseNft } from './parse/parse-nft.ts';
import type { Reading } from './reading.ts';

type NotRead = Exclude<ReadOutcome, { kind: 'read' }>;
export type NamespaceRead = { readonly kind: 'read'; readonly update: Partial<Reading> } | NotRead;

type Read = (program: Program) => Promise<ReadOutcome>;

/** `before` is what was read last; the update holds what was read now: all of the parts, or none. */
export async function readNamespace(
  netwatch: Netwatch,
  inode: number,
  parts: ReadonlySet<Part>,
  before: Reading,
): Promise<NamespaceRead> {
  const read: Read = (program) => netwatch.read(inode, program);
  const outcomes = await Promise.all([
    understood(readNetwork(read, parts, before)),
    ...(parts.has('rules') ? [understood(readRules(read))] : []),
    ...(parts.has('settings') ? [understood(readLive(read))] : []),
  ]);
  let update: Partial<Reading> = {};
  for (const outcome of outcomes) {
    if (outcome.kind !== 'read') return outcome;
    update = { ...update, ...outcome.update };
  }
  return { kind: 'read', update };
}

async function readNetwork(
  read: Read,
  parts: ReadonlySet<Part>,
  before: Reading,
): Promise<NamespaceRead> {
  const network = await readLinksOrNeighbours(read, parts);
  if (network.kind !== 'read') return network;
  const { update } = network;
  if (!hasBridge(update.links ?? before.links))
    return { kind: 'read', update: { ...update, fdb: [] } };
  // While there was no bridge, events of its database were left unread.
  if (!parts.has('fdb') && hasBridge(before.links)) return network;
  const fdb = await read('fdb');
  if (fdb.kind !== 'read') return fdb;
  return { kind: 'read', update: { ...update, fdb: parseFdb(fdb.text) } };
}

/** Links bring the neighbours along. */
async function readLinksOrNeighbours(read: Read, parts: ReadonlySet<Part>): Promise<NamespaceRead> {
  if (parts.has('links')) {
    const all = await read('network');
    if (all.kind !== 'read') return all;
    return { kind: 'read', update: { ...parseNetwork(all.text), namespaceOfNsid: all.peers } };
  }
  if (!parts.has('neighbours')) return { kind: 'read', update: {} };
  const some = await read('neighbours');
  if (some.kind !== 'read') return some;
  return { kind: 'read', update: { neighbours: parseNeighbours(some.text) } };
}

function hasBridge(links: Reading['links']): boolean {
  return links.some(({ type }) => type === 'bridge');
}

async function readRules(read: Read): Promise<NamespaceRead> {
  const nft = await read('nft');
  if (nft.kind !== 'read') return nft;
  const chains = parseNft(nft.text);
  if (!mayBeOfIptables(chains)) return { kind: 'read', update: { chains } };
  const iptables = await read('iptables');
  if (iptables.kind !== 'read') return iptables;
  return { kind: 'read', update: { chains: withIptablesWords(chains, iptables.text) } };
}

async function readLive(read: Read): Promise<NamespaceRead> {
  const live = await read('live');
  return live.kind === 'read' ? { kind: 'read', update: parseLive(live.text) } : live;
}

/** Parsers throw at what they do not know: a program of another version, or one that went mad. */
async function understood(reading: Promise<NamespaceRead>): Promise<NamespaceRead> {
  try {
    return await reading;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', reason: `what was read is unintelligible: ${detail.slice(0, 200)}` };
  }
}
