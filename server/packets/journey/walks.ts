/**
 * What netfilter's trace tells, put together: a walk is one packet's way through one base chain and
 * the chains that it jumps to.
 */
import type { Layer } from '../../protocol/packet.ts';
import { decodeFrame } from '../decode/decode-frame.ts';
import type { Verdict } from '../sighting.ts';
import { type Identity, identify } from './identity.ts';
import type { Network } from './network.ts';

export type Hook = 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting' | 'other';

export type Walk = {
  readonly namespace: string;
  readonly atNs: number; // when its first verdict was heard of
  readonly hook: Hook;
  readonly family: string;
  readonly table: string;
  readonly chain: string; // the base chain
  readonly inputIndex: number | null;
  readonly outputIndex: number | null;
  readonly layers: readonly Layer[]; // as the packet came to the chain, under a made-up Ethernet header
  readonly identity: Identity;
  readonly verdicts: readonly Verdict[];
};

export function readWalks(verdicts: readonly Verdict[], network: Network): Walk[] {
  const walks: (Walk & { verdicts: Verdict[] })[] = [];
  const open = new Map<string, Walk & { verdicts: Verdict[] }>();
  for (const verdict of verdicts) {
    const key = `${verdict.namespace} ${verdict.packetId} ${verdict.family} ${verdict.table}`;
    // The kernel shows the packet once in each base chain, with the first verdict there.
    if (verdict.bytes === null) {
      open.get(key)?.verdicts.push(verdict);
      continue;
    }
    const { namespace, atNs, family, table, chain, inputIndex, outputIndex } = verdict;
    const hook = hookOf(verdict, network);
    const { layers, bytes } = decode(verdict, verdict.bytes);
    const identity = identify(layers, bytes);
    const place = { namespace, atNs, hook, family, table, chain, inputIndex, outputIndex };
    const walk = { ...place, layers, identity, verdicts: [verdict] };
    walks.push(walk);
    open.set(key, walk);
  }
  return walks;
}

/** How it ended: what the last verdict says; null where the end was not heard of. */
export function outcomeOf({
  verdicts,
}: Pick<Walk, 'verdicts'>): 'accept' | 'drop' | 'other' | null {
  const outcome = verdicts.at(-1)?.step.outcome;
  switch (outcome) {
    case 'accept':
    case 'drop':
      return outcome;
    case 'stolen':
    case 'queue':
    case 'stop':
      return 'other';
    default:
      return null;
  }
}

function hookOf(verdict: Verdict, network: Network): Hook {
  const { namespace, family, table, chain, inputIndex, outputIndex } = verdict;
  const known = network.chainAt(namespace, family, table, chain)?.hook ?? chain.toLowerCase();
  switch (known) {
    case 'prerouting':
    case 'input':
    case 'forward':
    case 'output':
    case 'postrouting':
      return known;
  }
  if (inputIndex !== null) return outputIndex === null ? 'prerouting' : 'forward';
  return outputIndex === null ? 'other' : 'output';
}

type Decoded = { readonly layers: readonly Layer[]; readonly bytes: Uint8Array };
const decoded = new WeakMap<Verdict, Decoded>();

function decode(verdict: Verdict, packet: Uint8Array): Decoded {
  const before = decoded.get(verdict);
  if (before !== undefined) return before;
  const isVersion6 = (packet[0] ?? 0) >> 4 === 6;
  const bytes = new Uint8Array(14 + packet.length);
  bytes.set(isVersion6 ? [0x86, 0xdd] : [0x08, 0x00], 12);
  bytes.set(packet, 14);
  // The trace holds a packet's beginning only: its length stands in its own header.
  const [high = 0, low = 0] = isVersion6 ? packet.subarray(4) : packet.subarray(2);
  const length = 14 + (isVersion6 ? 40 : 0) + high * 256 + low;
  const done = { layers: decodeFrame(bytes, Math.max(length, bytes.length)), bytes };
  decoded.set(verdict, done);
  return done;
}
