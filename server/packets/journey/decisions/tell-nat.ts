/** Rewritten addresses, and the tracked flow that says so. */
import type { Decision, FieldChange } from '../../../protocol/journey.ts';
import type { Flow } from '../../../protocol/kernel-answers.ts';
import type { Identity } from '../identity.ts';
import type { Scene } from '../scene.ts';
import { inferred, printed, shown } from './decision.ts';

export type FlowMatch = {
  readonly flow: Flow;
  /** `back`: the packet goes against the direction of the flow's first one. */
  readonly direction: 'forward' | 'back';
};

/**
 * The entry to which a packet belongs that came as `before` and left as `after`. Null where there is
 * none, or several that fit equally.
 */
export function matchFlow(
  namespace: string,
  before: Identity,
  after: Identity,
  scene: Scene,
): FlowMatch | null {
  const found = scene.flowsOf(namespace).flatMap((flow): FlowMatch[] => {
    if (!isOfProtocol(flow, before)) return [];
    const { original, reply } = flow;
    if (fits(original, before) && fits(mirrored(reply), after))
      return [{ flow, direction: 'forward' }];
    return fits(reply, before) && fits(mirrored(original), after)
      ? [{ flow, direction: 'back' }]
      : [];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Like `before`, when how it left is not known. */
export function matchFlowBefore(
  namespace: string,
  before: Identity,
  scene: Scene,
): FlowMatch | null {
  const found = scene.flowsOf(namespace).flatMap((flow): FlowMatch[] => {
    if (!isOfProtocol(flow, before)) return [];
    if (fits(flow.original, before)) return [{ flow, direction: 'forward' }];
    return fits(flow.reply, before) ? [{ flow, direction: 'back' }] : [];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** As it left; how it was made is not known. */
export function matchFlowAfter(namespace: string, after: Identity, scene: Scene): FlowMatch | null {
  const found = scene.flowsOf(namespace).flatMap((flow): FlowMatch[] => {
    if (!isOfProtocol(flow, after)) return [];
    if (fits(mirrored(flow.reply), after)) return [{ flow, direction: 'forward' }];
    return fits(mirrored(flow.original), after) ? [{ flow, direction: 'back' }] : [];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

export function tellNat(
  namespace: string,
  changed: readonly FieldChange[],
  match: FlowMatch | null,
  scene: Scene,
): Decision[] {
  const rewritten = changed.filter(({ why }) => why === 'source-nat' || why === 'destination-nat');
  if (match === null) {
    if (rewritten.length === 0) return [];
    const text = `${sentence(rewritten)} The tracking table has no entry left that shows it.`;
    return [inferred('nat', text)];
  }
  const { flow, direction } = match;
  const evidence = [
    printed(scene.command(namespace, 'conntrack', '-L', '-p', flow.protocol), lineOf(flow)),
  ];
  const state = flow.isReplied ? 'packets go both ways' : 'no answer has come yet';
  const belongs = shown(
    'flow',
    `It belongs to the tracked ${flow.protocol} flow ${flow.original.source} → ${flow.original.destination}: ${state}.`,
    evidence,
  );
  if (rewritten.length === 0) return [belongs];
  const undone =
    direction === 'back' ? ' The tracking entry undoes what was translated on the way there.' : '';
  return [shown('nat', `${sentence(rewritten)}${undone}`, evidence), belongs];
}

function sentence(changes: readonly FieldChange[]): string {
  return changes
    .map(({ field, before, after }) => `The ${field} ${before} becomes ${after}.`)
    .join(' ');
}

/** As conntrack(8) lists it, without what changes while one reads. */
export function lineOf({ protocol, state, original, reply, isReplied }: Flow): string {
  const tuple = ({ source, destination, ports }: Flow['original']) =>
    `src=${source} dst=${destination}${ports === '' ? '' : ` ${ports}`}`;
  return [
    protocol,
    ...(state === null ? [] : [state]),
    tuple(original),
    ...(isReplied ? [] : ['[UNREPLIED]']),
    tuple(reply),
  ].join(' ');
}

function isOfProtocol({ protocol }: Flow, { upper }: Identity): boolean {
  switch (upper?.kind) {
    case 'tcp':
    case 'udp':
      return protocol === upper.kind;
    case 'icmp':
      return protocol === (upper.version === 4 ? 'icmp' : 'icmpv6');
    default:
      return false;
  }
}

/** Its addresses and ports are those of the tuple. */
function fits({ source, destination, ports }: Flow['original'], packet: Identity): boolean {
  if (source !== packet.source || destination !== packet.destination) return false;
  const value = (name: string) => {
    const found = ports.split(' ').find((word) => word.startsWith(`${name}=`));
    return found === undefined ? null : Number(found.slice(name.length + 1));
  };
  if (packet.ports !== null) {
    return value('sport') === packet.ports.source && value('dport') === packet.ports.destination;
  }
  if (packet.upper === null && packet.isFragment) return true; // its ports are in the first piece
  const identifier = packet.upper?.kind === 'icmp' ? packet.upper.identifier : null;
  return identifier !== null && value('id') === identifier;
}

/** A reply as the packet that it replies to; of an echo the id stays where it is. */
export function mirrored({ source, destination, ports }: Flow['original']): Flow['original'] {
  const swapped = ports
    .replace(/\bsport=/, 'was-source=')
    .replace(/\bdport=/, 'sport=')
    .replace('was-source=', 'dport=');
  return { source: destination, destination: source, ports: swapped };
}
