/**
 * Packets by what they wait or waited for. Found once for each packet: a scan of a network makes
 * thousands of questions and thousands of packets, and to compare each with each would take seconds.
 */
import type { AnsweredRoute } from '../answers/answer-types.ts';
import { wayOfAnswer } from './held-answer.ts';
import { insideDestination } from './inside-destination.ts';
import { questionAfter, questionBefore } from './questions.ts';
import { type Answering, stepsOf } from './resolutions.ts';
import type { Scene } from './scene.ts';
import type { Step } from './step.ts';
import type { Walk } from './walks.ts';

/** All lists are in the order of time. */
export type WaitingPlaces = {
  /** Answers that told of this address on this interface. */
  answers(namespace: string, device: string, address: string): readonly Answering[];
  departures(namespace: string, device: string): readonly Placed[];
  nextHopOf(departure: Step): string | null;
  /** Came in, and are to go on by this interface to this next hop, but never did. */
  stuck(namespace: string, device: string, nextHop: string): readonly Placed[];
  /** Were on no interface, and are to go to this next hop. */
  unseen(namespace: string, nextHop: string): readonly Unseen[];
  /** Have arrived; the answer to them is to go by this interface to this next hop, and was on none. */
  owed(namespace: string, device: string, nextHop: string): readonly Placed[];
};

type Placed = { readonly root: Step; readonly step: Step };
type Unseen = {
  readonly walks: readonly Walk[];
  readonly atNs: number;
  readonly route: AnsweredRoute | undefined;
};

export function indexWaiting(scene: Scene): WaitingPlaces {
  const steps = scene.roots
    .filter((root) => root.identity.source !== null)
    .flatMap((root) => stepsOf(root).map((step) => ({ root, step })))
    .sort((a, b) => a.step.sighting.atNs - b.step.sighting.atNs);
  const departures = Map.groupBy(
    steps.filter(({ step }) => step.sighting.direction === 'out'),
    ({ step }) => nameOf(step.sighting.namespace, step.at?.name),
  );
  const answers = Map.groupBy(scene.resolutions.answerings, ({ namespace, device, address }) =>
    nameOf(namespace, device, address),
  );
  const stuck = new Map<string, Placed[]>();
  for (const placed of steps) {
    const { sighting, next } = placed.step;
    if (sighting.direction === 'out' || next.length > 0) continue;
    const question = questionAfter(placed.step, insideDestination(placed.step, scene));
    const route = question === null ? undefined : scene.routeFor(question);
    const hop = route?.gateway ?? question?.destination;
    if (route?.device) add(stuck, nameOf(sighting.namespace, route.device, hop), placed);
  }
  const unseen = new Map<string, Unseen[]>();
  for (const walks of scene.walks.unseen) {
    // Redirected, it waits for the neighbour that it was sent to.
    const last = walks.at(-1);
    const atNs = walks[0]?.atNs;
    if (last === undefined || atNs === undefined) continue;
    const { namespace, identity } = last;
    const question = questionBefore(namespace, identity);
    const route = question === null ? undefined : scene.routeFor(question);
    const hop = route?.gateway ?? identity.destination;
    if (hop !== null) add(unseen, nameOf(namespace, hop), { walks, atNs, route });
  }
  const owed = new Map<string, Placed[]>();
  for (const placed of steps) {
    const way = wayOfAnswer(placed.step, scene);
    if (way !== null) add(owed, nameOf(way.namespace, way.device, way.nextHop), placed);
  }
  const hops = new Map<Step, string | null>();
  return {
    answers: (...names) => answers.get(nameOf(...names)) ?? [],
    departures: (...names) => departures.get(nameOf(...names)) ?? [],
    nextHopOf(departure) {
      const hop = hops.get(departure) ?? nextHopOf(departure, scene);
      hops.set(departure, hop);
      return hop;
    },
    stuck: (...names) => stuck.get(nameOf(...names)) ?? [],
    unseen: (...names) => unseen.get(nameOf(...names)) ?? [],
    owed: (...names) => owed.get(nameOf(...names)) ?? [],
  };
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

function nameOf(...names: readonly (string | undefined)[]): string {
  return names.join(' ');
}

function add<T>(lists: Map<string, T[]>, name: string, one: T): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [one]);
  else list.push(one);
}
