/**
 * From what the kernel said of a packet's way, and what was seen of the packet, to what is broken:
 * the first broken hop, with all causes that the kernel's state shows there, or none.
 */
import { ambiguousRoute } from './causes/ambiguous-route.ts';
import { arpUnanswered } from './causes/arp-unanswered.ts';
import { dropped } from './causes/dropped.ts';
import { forwardingOff } from './causes/forwarding-off.ts';
import { linkDown, linkDownBeside } from './causes/link-down.ts';
import { martianSource } from './causes/martian-source.ts';
import { mtu } from './causes/mtu.ts';
import { noAddress, noAddressBeside, soughtWithoutAddress } from './causes/no-address.ts';
import { noCarrier } from './causes/no-carrier.ts';
import { noDnatForLocal } from './causes/no-dnat-for-local.ts';
import { noHairpin } from './causes/no-hairpin.ts';
import { noMasquerade } from './causes/no-masquerade.ts';
import { noRoute } from './causes/no-route.ts';
import { noRouteLocalnet } from './causes/no-route-localnet.ts';
import { noWayBetween } from './causes/no-way-between.ts';
import { nobodyListening } from './causes/nobody-listening.ts';
import { refusingRoute, refusingRouteOnTheWay } from './causes/refusing-route.ts';
import { reversePathFilter } from './causes/reverse-path-filter.ts';
import { sameMac, wrongTwin } from './causes/same-mac.ts';
import { tunnelMismatch } from './causes/tunnel-mismatch.ts';
import { wrongGateway } from './causes/wrong-gateway.ts';
import { wrongNeighbour } from './causes/wrong-neighbour.ts';
import type { Draft } from './draft.ts';
import { type Cause, type Scene, stepsOf } from './scene.ts';
import type { Step } from './step.ts';
import { nameOf } from './wording.ts';

export type Judgement =
  | { readonly kind: 'works' }
  | { readonly kind: 'broken'; readonly findings: readonly Draft[] }
  | { readonly kind: 'unexplained'; readonly text: string }
  | { readonly kind: 'could-not-run'; readonly reason: string };

/**
 * In each row the causes that can be shown beside each other; a row is asked only when those above
 * it show nothing, since they would explain what it shows.
 */
const causes: readonly (readonly Cause[])[] = [
  [refusingRoute],
  [linkDown, noCarrier],
  [noHairpin, noRouteLocalnet],
  [noMasquerade],
  [ambiguousRoute, reversePathFilter, martianSource],
  [refusingRouteOnTheWay],
  [noAddress],
  [wrongGateway, forwardingOff],
  [noRoute],
  [sameMac],
  [wrongNeighbour],
  [tunnelMismatch],
  [soughtWithoutAddress, arpUnanswered],
  [noDnatForLocal],
  [nobodyListening],
  [mtu],
];

/** What can be wrong where a packet went on: it took the wrong way. */
const wrongTurns: readonly (readonly Cause[])[] = [
  [linkDownBeside],
  [ambiguousRoute],
  [wrongTwin],
  [wrongNeighbour],
  [noAddressBeside],
];

export function diagnose(scene: Scene): Judgement {
  const { outcome, drops, walk } = scene;
  if (outcome.kind === 'answered') return { kind: 'works' };
  if (outcome.kind === 'could-not-run') return outcome;
  const [drop] = drops;
  // It came so far, whatever the walk says of the way.
  if (drop !== undefined) return { kind: 'broken', findings: [dropped(drop, scene)] };
  if (outcome.kind === 'too-long') {
    const findings = stepsOf(walk)
      .flatMap((step) => mtu(step, scene))
      .slice(0, 1);
    if (findings.length > 0) return { kind: 'broken', findings };
  }
  for (const { step, isPassed } of stepsToJudge(scene)) {
    for (const row of isPassed ? wrongTurns : causes) {
      const findings = row.flatMap((cause) => cause(step, scene));
      const [first] = findings;
      if (first === undefined) continue;
      const learners = findings.filter((finding) => isForLearner(finding, scene));
      const between = noWayBetween(step, scene);
      // On the way there nothing else would help: another source is not let through any further.
      const isFirst = step.way === 'there' || learners.length === 0;
      const own = between.length > 0 && isFirst ? between : learners;
      return own.length > 0
        ? { kind: 'broken', findings: own }
        : { kind: 'unexplained', text: beyond(first, step, scene) };
    }
  }
  return { kind: 'unexplained', text: unexplained(scene) };
}

/** What the scenery lacks is how the world is, and nobody's fault; but nobody need listen there. */
function isForLearner({ cause, namespace }: Draft, { network }: Scene): boolean {
  const isScenery = network.machine(namespace.machine)?.role === 'scenery';
  return !isScenery || cause === 'nobody-listening' || cause === 'mtu';
}

function beyond({ text }: Draft, { way, packet }: Step, { network }: Scene): string {
  const nobody = network.holdersOf(packet.destination).length === 0;
  const who = nobody ? ` No interface has ${packet.destination}.` : '';
  return `${way === 'there' ? 'The packet leaves' : 'The answer does not come back to'} your machines. ${text}${who}`;
}

type ToJudge = { readonly step: Step; readonly isPassed: boolean };

/** Where the probe, or its answer, was seen to get past, what is odd does not matter. */
function stepsToJudge({ walk, outcome, arrivedIn, answeredIn }: Scene): readonly ToJudge[] {
  const { there, back } = walk;
  if (outcome.kind === 'silent' && answeredIn.size > 0) return toJudge(back, answeredIn);
  return [...toJudge(there, arrivedIn), ...toJudge(back, answeredIn)];
}

function toJudge(steps: readonly Step[], seenIn: ReadonlySet<string>): ToJudge[] {
  const last = steps.findLastIndex(
    ({ namespace, input }) => input !== null && seenIn.has(namespace.key),
  );
  return steps.map((step, index) => ({ step, isPassed: index < last }));
}

function unexplained({ walk, network, outcome }: Scene): string {
  const last = stepsOf(walk).at(-1);
  const complaint =
    outcome.kind === 'silent' && outcome.complaint !== 'no reply'
      ? ` The sender was told: ${outcome.complaint}.`
      : '';
  if (last === undefined) return `Nothing is known of its way.${complaint}`;
  const { destination } = last.packet;
  if (walk.end === 'circle') {
    const whose =
      network.holdersOf(destination).length === 0 ? `: no interface has ${destination}` : '';
    return `By the routes the packet goes in a circle, and comes back to ${nameOf(last.namespace)}${whose}.${complaint}`;
  }
  if (walk.end === 'answered') {
    return `It does not work, though the kernel names a way there and back at every hop.${complaint}`;
  }
  return `The way can be followed to ${nameOf(last.namespace)}, and the kernel shows no reason there why it ends.${complaint}`;
}
