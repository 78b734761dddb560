/**
 * From what the kernel said of a packet's way, and what was seen of the packet, to what is broken:
 * the first broken hop, with all causes that the kernel's state shows there, or none.
 */
import { ambiguousRoute } from './causes/ambiguous-route.ts';
import { arpUnanswered } from './causes/arp-unanswered.ts';
import { dropped } from './causes/dropped.ts';
import { forwardingOff } from './causes/forwarding-off.ts';
import { linkDown } from './causes/link-down.ts';
import { mtu } from './causes/mtu.ts';
import { noAddress, soughtWithoutAddress } from './causes/no-address.ts';
import { noCarrier } from './causes/no-carrier.ts';
import { noDnatForLocal } from './causes/no-dnat-for-local.ts';
import { noMasquerade } from './causes/no-masquerade.ts';
import { noRoute } from './causes/no-route.ts';
import { nobodyListening } from './causes/nobody-listening.ts';
import { reversePathFilter } from './causes/reverse-path-filter.ts';
import { wrongGateway } from './causes/wrong-gateway.ts';
import type { Draft } from './draft.ts';
import { type Cause, type Scene, stepsOf } from './scene.ts';
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
  [linkDown, noCarrier],
  [noMasquerade],
  [ambiguousRoute, reversePathFilter],
  [noAddress],
  [wrongGateway, forwardingOff],
  [noRoute],
  [soughtWithoutAddress, arpUnanswered],
  [noDnatForLocal],
  [nobodyListening],
  [mtu],
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
  for (const step of stepsOf(walk)) {
    for (const row of causes) {
      const findings = row.flatMap((cause) => cause(step, scene));
      if (findings.length > 0) return { kind: 'broken', findings };
    }
  }
  return { kind: 'unexplained', text: unexplained(scene) };
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
