/** Which packet waited while the MAC address of its next hop was asked for. */

import type { Asking } from './resolutions.ts';
import type { Scene } from './scene.ts';
import type { Step } from './step.ts';
import { indexWaiting, type WaitingPlaces } from './waiting-places.ts';
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
  const { askings, answerings } = scene.resolutions;
  const places = indexWaiting(scene);
  const waiters = new Map<Step, Waiter>();
  for (const asking of askings) {
    if (asking.isCheck) continue;
    const waiter =
      departed(asking, places) ??
      leftBehind(asking, places) ??
      neverSeen(asking, places) ??
      owed(asking, places);
    if (waiter !== null) waiters.set(asking.root, waiter);
  }
  for (const told of answerings) {
    const asked = askings.findLast(
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

/** It went out right after the answer, to the address that was asked for. */
function departed(
  { namespace, device, address, atNs }: Asking,
  places: WaitingPlaces,
): Waiter | null {
  const told = places.answers(namespace, device, address).find((one) => one.atNs >= atNs);
  if (told === undefined || told.atNs - atNs > patienceNs) return null;
  const found = places.departures(namespace, device).find(({ step }) => {
    const late = step.sighting.atNs - told.atNs;
    if (late < 0 || late > promptNs) return false;
    const camefrom = step.from;
    if (camefrom !== null && camefrom.step.sighting.atNs > atNs) return false;
    if (step.identity.destinationMac !== told.mac) return false;
    return places.nextHopOf(step) === address;
  });
  return found === undefined ? null : { kind: 'packet', root: found.root };
}

/** It came in before, and never went out. */
function leftBehind(
  { namespace, device, address, atNs }: Asking,
  places: WaitingPlaces,
): Waiter | null {
  const found = places.stuck(namespace, device, address).findLast(({ step }) => {
    const early = atNs - step.sighting.atNs;
    return early >= 0 && early <= patienceNs;
  });
  return found === undefined ? null : { kind: 'packet', root: found.root };
}

function neverSeen(
  { namespace, device, address, atNs }: Asking,
  places: WaitingPlaces,
): Waiter | null {
  const found = places
    .unseen(namespace, address)
    .findLast(
      (one) =>
        Math.abs(one.atNs - atNs) <= patienceNs &&
        (one.route === undefined || one.route.device === device),
    );
  return found === undefined ? null : { kind: 'unseen', walks: found.walks };
}

/** It has arrived, and the answer to it waits. */
function owed({ namespace, device, address, atNs }: Asking, places: WaitingPlaces): Waiter | null {
  const found = places.owed(namespace, device, address).findLast(({ step }) => {
    const early = atNs - step.sighting.atNs;
    return early >= 0 && early <= patienceNs;
  });
  return found === undefined ? null : { kind: 'packet', root: found.root };
}
