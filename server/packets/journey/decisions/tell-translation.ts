/** Addresses that are rewritten where no interface shows it: of a packet that is taken in, or sent. */
import type { Decision } from '../../../protocol/journey.ts';
import type { Flow } from '../../../protocol/kernel-answers.ts';
import type { Identity } from '../identity.ts';
import { matchFlowAfter, matchFlowBefore, mirrored } from '../match-flow.ts';
import type { Scene } from '../scene.ts';
import type { Step } from '../step.ts';
import { printed, shown } from './decision.ts';
import { lineOf } from './tell-nat.ts';

/** The source is translated last: only of what was taken in is it known. */
export function tellTranslation(step: Step, isTaken: boolean, scene: Scene): Decision[] {
  const { sighting, identity, at, from } = step;
  const { namespace, direction } = sighting;
  // What goes round at lo was translated, and translated back, on its way out.
  if (direction === 'out' || at?.type === 'loopback' || at?.master !== null) return [];
  if (identity.destinationMac !== at.mac) return [];
  // On a bridge iptables may have translated the destination already.
  const arrived = from?.link === 'up' ? from.step.identity : identity;
  const match = matchFlowBefore(namespace, arrived, scene);
  if (match === null || match.flow.nat === 'none') return [];
  const { flow } = match;
  const isForward = match.direction === 'forward';
  const seen = arrivedAs(isForward ? flow.original : flow.reply, identity);
  const inside = mirrored(isForward ? flow.reply : flow.original);
  const after = isTaken ? inside : { ...inside, source: seen.source, ports: seen.ports };
  return tell(namespace, flow, seen, after, scene);
}

/** Of a packet that the namespace sends itself in a flow that is tracked already: no chain met it. */
export function tellOwnTranslation(
  { sighting, identity }: Step,
  scene: Scene,
): { readonly decisions: Decision[]; readonly isRedirected: boolean } | null {
  const { namespace } = sighting;
  const match = matchFlowAfter(namespace, identity, scene);
  if (match === null || match.flow.nat === 'none') return null;
  const { flow } = match;
  const isForward = match.direction === 'forward';
  const made = isForward ? flow.original : flow.reply;
  const seen = mirrored(isForward ? flow.reply : flow.original);
  const decisions = tell(namespace, flow, made, seen, scene);
  return { decisions, isRedirected: made.destination !== seen.destination };
}

type Tuple = Flow['original'];

function arrivedAs({ source, destination, ports }: Tuple, seen: Identity): Tuple {
  return {
    source: seen.source ?? source,
    destination: seen.destination ?? destination,
    ports:
      seen.ports === null ? ports : `sport=${seen.ports.source} dport=${seen.ports.destination}`,
  };
}

function tell(
  namespace: string,
  flow: Flow,
  before: Tuple,
  after: Tuple,
  scene: Scene,
): Decision[] {
  const changes = [
    change('source', before.source, after.source),
    change('destination', before.destination, after.destination),
    change('source port', portOf(before.ports, 'sport'), portOf(after.ports, 'sport')),
    change('destination port', portOf(before.ports, 'dport'), portOf(after.ports, 'dport')),
  ].filter((sentence) => sentence !== '');
  if (changes.length === 0) return [];
  const command = scene.command(namespace, 'conntrack', '-L', '-p', flow.protocol);
  const text = `By the entry of its tracked flow, ${changes.join(', ')}.`;
  return [shown('nat', text, [printed(command, lineOf(flow))])];
}

function change(name: string, before: string, after: string): string {
  return before === after ? '' : `the ${name} ${before} becomes ${after}`;
}

function portOf(ports: string, name: string): string {
  const found = ports.split(' ').find((word) => word.startsWith(`${name}=`));
  return found === undefined ? '' : found.slice(name.length + 1);
}
