/** One message of netfilter's trace, NFTA_TRACE_… of <linux/netfilter/nf_tables.h>, as a verdict. */
import type { Verdict } from '../sighting.ts';

export type TraceMessage = { readonly family: number; readonly attributes: Uint8Array };

/** A verdict, or that no rule of a chain is left: its policy decides, or the chain that jumped to it. */
export type TraceStep = Omit<Verdict, 'step'> & {
  readonly step: Verdict['step'] | { readonly kind: 'end-of-chain' };
};

/** Null: it tells of no rule, or is not of the kernel's making. */
export function traceStepOf(
  { family, attributes }: TraceMessage,
  known: Pick<Verdict, 'atNs' | 'namespace'>,
): TraceStep | null {
  const found = readAttributes(attributes);
  const table = text(found.get(attribute.table));
  const chain = text(found.get(attribute.chain));
  const packetId = number(found.get(attribute.id));
  const step = stepOf(found);
  if (table === null || chain === null || packetId === null || step === null) return null;
  return {
    ...known,
    packetId,
    family: familyNames.get(family) ?? String(family),
    table,
    chain,
    step,
    inputIndex: number(found.get(attribute.inputIndex)),
    outputIndex: number(found.get(attribute.outputIndex)),
    bytes: headersOf(found),
  };
}

/** NFTA_TRACE_… */
const attribute = {
  table: 1,
  chain: 2,
  ruleHandle: 3,
  type: 4,
  verdict: 5,
  id: 6,
  networkHeader: 8,
  transportHeader: 9,
  inputIndex: 10,
  outputIndex: 12,
  policy: 16,
} as const;
/** NFTA_VERDICT_… inside of `verdict`. */
const verdictCode = 1;
const verdictChain = 2;

/** NFPROTO_… */
const familyNames = new Map([
  [1, 'inet'],
  [2, 'ip'],
  [3, 'arp'],
  [5, 'netdev'],
  [7, 'bridge'],
  [10, 'ip6'],
]);

/** NF_… and NFT_…, as nft(8) says them. */
const outcomes = new Map([
  [0, 'drop'],
  [1, 'accept'],
  [2, 'stolen'],
  [3, 'queue'],
  [4, 'repeat'],
  [5, 'stop'],
  [-1, 'continue'],
  [-2, 'break'],
  [-3, 'jump'],
  [-4, 'goto'],
  [-5, 'return'],
]);

type Attributes = ReadonlyMap<number, DataView>;

function stepOf(found: Attributes): TraceStep['step'] | null {
  const inner = readAttributes(bytesOf(found.get(attribute.verdict)));
  const outcome = outcomeOf(number(inner.get(verdictCode)));
  switch (number(found.get(attribute.type))) {
    case 1: {
      const policy = outcomeOf(number(found.get(attribute.policy)));
      return policy === null ? null : { kind: 'policy', outcome: policy };
    }
    case 2:
      return outcome === null ? null : { kind: 'return', outcome };
    case 3: {
      if (outcome === null) return null;
      const handle = found.get(attribute.ruleHandle);
      if (handle === undefined) return { kind: 'end-of-chain' };
      if (handle.byteLength !== 8) return null;
      const target = text(inner.get(verdictChain));
      return { kind: 'rule', handle: Number(handle.getBigUint64(0)), outcome, target };
    }
    default:
      return null;
  }
}

/** The upper bits of a verdict hold the number of a queue, or an errno. */
function outcomeOf(code: number | null): string | null {
  if (code === null) return null;
  return outcomes.get(code | 0) ?? outcomes.get(code & 0xff) ?? null;
}

/** The kernel tells both with the first verdict in a chain; together they are the packet's beginning. */
function headersOf(found: Attributes): Uint8Array | null {
  const network = found.get(attribute.networkHeader);
  if (network === undefined) return null;
  return new Uint8Array([...bytesOf(network), ...bytesOf(found.get(attribute.transportHeader))]);
}

/** Attributes as netlink(7) has them: length and type in the machine's order, values in the network's. */
function readAttributes(bytes: Uint8Array): Attributes {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Map<number, DataView>();
  let at = 0;
  while (at + 4 <= view.byteLength) {
    const length = view.getUint16(at, true);
    if (length < 4 || at + length > view.byteLength) break;
    const type = view.getUint16(at + 2, true) & 0x3fff; // without the flags
    found.set(type, new DataView(view.buffer, view.byteOffset + at + 4, length - 4));
    at += (length + 3) & ~3;
  }
  return found;
}

function bytesOf(view: DataView | undefined): Uint8Array {
  return view === undefined
    ? new Uint8Array()
    : new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function number(view: DataView | undefined): number | null {
  return view?.byteLength === 4 ? view.getUint32(0) : null;
}

function text(view: DataView | undefined): string | null {
  if (view === undefined) return null;
  return Buffer.from(bytesOf(view)).toString('utf8').replace(/\0.*$/s, '');
}
