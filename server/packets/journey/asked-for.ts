/** Which packet waited while the MAC address of its next hop was asked for. */

import { insideDestination } from './inside-destination.ts';
import { questionAfter, questionBefore } from './questions.ts';
import type { Asking } from './resolutions.ts';
import { stepsOf } from './resolutions.ts';
import type { Scene } from './scene.ts';
import type { Step } from './step.ts';
import type { Walk } from './walks.ts';

/** The kernel asks three times, one second apart, before it gives up. */
const patienceNs = 4_000_000_000;
/** What waits goes out as soon as the answer is there. */
const promptNs = 100_000_000;

export type Waiter =
  | { readonly kind: 'packet'; readonly root: Step }
  /** It never was on an interface. */
  | { readonly kind: 'unseen'; readonly walks: readonly Walk[] };

export function findWaiters(scene: Scene): Map<Step, Waiter> {
  const steps = scene.roots
    .filter((root) => root.identity.source !== null)
    .flatMap((root) => stepsOf(root).map((step) => ({ root, step })))
    .sort((a, b) => a.step.sighting.atNs - b.step.sighting.atNs);
  const departures = Map.groupBy(
    steps.filter(({ step }) => step.sighting.direction === 'out'),
    ({ step }) => `${step.sighting.namespace} ${step.at?.name}`,
  );
  const stuck = Map.groupBy(
    steps.filter(({ step }) => step.sighting.direction === 'in' && step.next.length === 0),
    ({ step }) => step.sighting.namespace,
  );
  const waiters = new Map<Step, Waiter>();
  for (const asking of scene.resolutions.askings) {
    if (asking.isCheck) continue;
    const waiter =
      departed(asking, departures, scene) ??
      leftBehind(asking, stuck, scene) ??
      neverSeen(asking, scene);
    if (waiter !== null) waiters.set(asking.root, waiter);
  }
  for (const told of scene.resolutions.answerings) {
    const asked = scene.resolutions.askings.findLast(
      (one) =>
        one.namespace === told.namespace &&
        one.device === told.device &&
        one.address === told.address &&
        one.atNs <= told.atNs,
    );
    const waiter = asked === undefined ? undefined : waiters.get(asked.root);
    if (waiter !== undefined) waiters.set(told.root, waiter);
  }
  return waiters;
}

type Placed = { readonly root: Step; readonly step: Step };

/** It went out right after the answer, to the address that was asked for. */
function departed(
  { namespace, device, address, atNs }: Asking,
  departures: ReadonlyMap<string, readonly Placed[]>,
  scene: Scene,
): Waiter | null {
  const told = scene.resolutions.answerings.find(
    (one) =>
      one.namespace === namespace &&
      one.device === device &&
      one.address === address &&
      one.atNs >= atNs,
  );
  if (told === undefined || told.atNs - atNs > patienceNs) return null;
  const found = departures.get(`${namespace} ${device}`)?.find(({ step }) => {
    const late = step.sighting.atNs - told.atNs;
    if (late < 0 || late > promptNs) return false;
    const camefrom = step.from;
    if (camefrom !== null && camefrom.step.sighting.atNs > atNs) return false;
    if (step.identity.destinationMac !== told.mac) return false;
    return nextHopOf(step, scene) === address;
  });
  return found === undefined ? null : { kind: 'packet', root: found.root };
}

function nextHopOf(out: Step, scene: Scene): string | null {
  const { from, sighting, identity } = out;
  const question =
    from?.link === 'forwarded'
      ? questionAfter(from.step, out.identity.destination)
      : questionBefore(sighting.namespace, identity);
  const answered = question === null ? undefined : scene.routeFor(question);
  return answered?.gateway ?? identity.destination;
}

/** It came in before, and never went out. */
function leftBehind(
  { namespace, device, address, atNs }: Asking,
  stuck: ReadonlyMap<string, readonly Placed[]>,
  scene: Scene,
): Waiter | null {
  const found = stuck.get(namespace)?.findLast(({ step }) => {
    const early = atNs - step.sighting.atNs;
    if (early < 0 || early > patienceNs) return false;
    const question = questionAfter(step, insideDestination(step, scene));
    const answered = question === null ? undefined : scene.routeFor(question);
    return answered?.device === device && (answered.gateway ?? question?.destination) === address;
  });
  return found === undefined ? null : { kind: 'packet', root: found.root };
}

function neverSeen({ namespace, device, address, atNs }: Asking, scene: Scene): Waiter | null {
  const walks = scene.walks.unseen.findLast(([first]) => {
    if (first === undefined || first.namespace !== namespace) return false;
    if (Math.abs(first.atNs - atNs) > patienceNs) return false;
    const question = questionBefore(namespace, first.identity);
    const answered = question === null ? undefined : scene.routeFor(question);
    const nextHop = answered?.gateway ?? first.identity.destination;
    return nextHop === address && (answered === undefined || answered.device === device);
  });
  return walks === undefined ? null : { kind: 'unseen', walks };
}
