/** Who takes notice of a question for a MAC address, or of its answer. */
import { inferred, shown } from './decisions/decision.ts';
import { delivered, type Ending, ignored, unclear } from './ending.ts';
import { askedBy, stepsOf, toldBy } from './resolutions.ts';
import type { Scene } from './scene.ts';
import type { Step } from './step.ts';
import { refusalOfSource } from './way-back.ts';

/** Null for what is neither. */
export function endArp(step: Step, scene: Scene): Ending | null {
  const { network, leftOut } = scene;
  const { sighting, identity } = step;
  const here = network.placeOf(sighting.namespace).namespaceName;
  const asked = askedBy(identity.upper);
  if (asked !== null) {
    const isHeld = network.holderOf(sighting.namespace, asked) !== undefined;
    if (scene.replies.replyTo(step) !== null) {
      const text = isHeld
        ? `${asked} is an address of ${here}, whose kernel answers.`
        : `${here} answers for ${asked}, which is not among its own addresses.`;
      return delivered(text, shown('delivered', text));
    }
    if (!isHeld) return ignored(`${asked} is not an address of ${here}: it does not answer.`);
    const refusal = leftOut > 0 ? null : refusalOfSource(step, scene);
    if (refusal !== null) return refusal;
    const text = `${asked} is an address of ${here}, yet no answer was seen.`;
    return leftOut > 0 ? unclear(text) : unclear(text, [inferred('dropped', text)]);
  }
  const told = toldBy(identity.upper);
  if (told !== null) {
    const text = `${here} takes note that ${told.address} is at ${told.mac}.`;
    return delivered(text, shown('delivered', text));
  }
  if (identity.upper?.kind !== 'arp') return null;
  const text = `${here} hears of it, and need not answer.`;
  return delivered(text, inferred('delivered', text));
}

/** A sender without an address asks whether the one that it wants is taken. */
function isClaim({ identity }: Step): boolean {
  const { source, upper } = identity;
  return source === '::' || (upper?.kind === 'arp' && upper.senderAddress === '0.0.0.0');
}

/** Where everybody who heard the question had no reason to answer. Null: it is not so. */
export function endOfAsking(root: Step, { weight }: Ending, { network }: Scene): Ending | null {
  const asked = askedBy(root.identity.upper);
  if (asked === null || weight !== 'ignored') return null;
  if (isClaim(root)) {
    const text = `Nobody has ${asked}: it is free to use.`;
    return delivered(text, inferred('delivered', text));
  }
  const heard = stepsOf(root)
    .filter(({ sighting, at }) => sighting.direction === 'in' && at?.master === null)
    .map(({ sighting }) => network.placeOf(sighting.namespace).namespaceName);
  const names = [...new Set(heard)].join(', ');
  return unclear(`Nobody answered. The question came to ${names}; ${asked} is no address there.`);
}
