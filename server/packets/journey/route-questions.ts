/** What must be asked of the kernel's routing so that journeys can say why. */
import type { Topology } from '../../protocol/topology.ts';
import type { RouteQuestion } from '../answers/answer-types.ts';
import type { Recording } from '../sighting.ts';
import { insideDestination } from './inside-destination.ts';
import { questionAfter, questionBack, questionBefore } from './questions.ts';
import { askedBy, stepsOf } from './resolutions.ts';
import { nameOf, type Scene, setScene } from './scene.ts';
import type { Step } from './step.ts';

/** Answers for as many ways as a lesson's network has; packets on further ones tell less. */
const questionLimit = 200;

/** Each question once, in the order in which packets raise them. */
export function routeQuestions(recording: Recording, topology: Topology): RouteQuestion[] {
  const scene = setScene(recording, topology);
  const found = new Map<string, RouteQuestion>();
  const ask = (question: RouteQuestion | null) => {
    if (question !== null && found.size < questionLimit) found.set(nameOf(question), question);
  };
  for (const root of scene.roots) {
    if (root.sighting.direction === 'out')
      ask(questionBefore(root.sighting.namespace, root.identity));
    for (const step of stepsOf(root)) askAt(step, scene, ask);
  }
  for (const walks of scene.walks.unseen) {
    const last = walks.at(-1);
    if (last !== undefined) ask(questionBefore(last.namespace, last.identity));
  }
  return [...found.values()];
}

function askAt(step: Step, scene: Scene, ask: (question: RouteQuestion | null) => void): void {
  const { sighting, at, next } = step;
  for (const one of next) {
    const link = one.from?.link;
    if (link === 'forwarded' || link === 'cut') ask(questionAfter(step, one.identity.destination));
    if (link === 'wrapped') ask(questionBefore(one.sighting.namespace, one.identity));
  }
  const isEnd = sighting.direction === 'in' && next.length === 0 && at?.master === null;
  if (!isEnd) return;
  const asked = askedBy(step.identity.upper);
  if (asked !== null && step.identity.source === null && scene.replies.replyTo(step) === null) {
    const isHeld = scene.network.holderOf(sighting.namespace, asked) !== undefined;
    if (isHeld) ask(questionAfter(step, asked));
    if (isHeld) ask(questionBack(step));
  }
  if (step.identity.destinationMac !== at.mac) return;
  const destination = insideDestination(step, scene);
  ask(questionAfter(step, destination));
  if (destination === null || scene.replies.replyTo(step) !== null) return;
  ask(questionBack(step));
}
