/**
 * The way of one packet and of its answer, from namespace to namespace, as the kernel says when it is
 * asked at each. A generator: it yields what it must know next, and is given the kernel's reading, so
 * that the way itself is a pure function of what was said.
 */
import type { Interface, Namespace } from '../../protocol/topology.ts';
import type { Network } from './network.ts';
import type { Ask, Reading } from './reading.ts';
import {
  endOf,
  isUnanswered,
  isWorking,
  type Packet,
  type Sent,
  type Step,
  takeStep,
  type WalkQuestion,
} from './step.ts';

export type Walk = {
  readonly there: readonly Step[];
  readonly back: readonly Step[];
  /** `answered`: the answer, too, arrives. `circle`: it comes to where it was before. */
  readonly end: 'answered' | 'stopped' | 'circle';
};

type Way = { readonly steps: readonly Step[]; readonly end: 'taken' | 'stopped' | 'circle' };

const stepLimit = 16;

export function* walk(network: Network, question: WalkQuestion): Generator<Ask, Walk, Reading> {
  const { from, destination, port } = question;
  const first = { source: null, destination, port };
  const there = yield* oneWay(network, question, 'there', from, first, []);
  const last = there.steps.at(-1);
  if (there.end !== 'taken' || last === undefined) {
    return { there: there.steps, back: [], end: there.end === 'circle' ? 'circle' : 'stopped' };
  }
  const { source } = last.packet;
  if (last.input === null || source === null) {
    return { there: there.steps, back: [], end: 'answered' };
  }
  const answer = { source: last.packet.destination, destination: source, port: null };
  const back = yield* oneWay(network, question, 'back', last.namespace, answer, there.steps);
  const end = back.end === 'taken' ? 'answered' : back.end;
  return { there: there.steps, back: back.steps, end };
}

function* oneWay(
  network: Network,
  question: WalkQuestion,
  way: Step['way'],
  from: Namespace,
  first: Packet,
  there: readonly Step[],
): Generator<Ask, Way, Reading> {
  const steps: Step[] = [];
  let namespace = from;
  let input: Interface | null = null;
  let packet = first;
  while (steps.length < stepLimit) {
    const step: Step = yield* takeStep(
      network,
      question,
      { way, namespace, input, arrived: packet },
      there,
    );
    if (steps.some((before) => isSameStep(before, step))) return { steps, end: 'circle' };
    steps.push(yield* withUnheard(network, step));
    if (step.end.kind === 'taken') return { steps, end: 'taken' };
    if (isBackHome(network, step)) return { steps, end: 'circle' };
    if (step.end.kind !== 'sent' || !isHandedOn(step.end)) return { steps, end: 'stopped' };
    const receiver: Interface | undefined = step.end.onward?.receiver;
    const next = network.namespaces.get(receiver?.namespace ?? '');
    if (receiver === undefined || next === undefined) return { steps, end: 'stopped' };
    namespace = next;
    input = receiver;
    packet = step.end.leaves;
  }
  return { steps, end: 'circle' };
}

/** A question for a MAC address is answered only when a packet would be let in the same way. */
function* withUnheard(network: Network, step: Step): Generator<Ask, Step, Reading> {
  const { end, packet, way } = step;
  if (end.kind !== 'sent' || !isUnanswered(end) || end.onward === null) return step;
  const input = end.onward.receiver;
  const namespace = network.namespaces.get(input.namespace);
  if (namespace === undefined || !end.onward.path.every(isWorking)) return step;
  const asked = { source: packet.source, destination: end.nextHop, port: null };
  const { destination, source } = asked;
  const reading = yield { namespace, input, destination, source, also: [] };
  const unheard: Step = {
    way,
    namespace,
    input,
    arrived: asked,
    packet: asked,
    flow: null,
    isSeen: step.isSeen,
    reading,
    end: endOf(network, namespace, input, reading, asked, asked),
  };
  return { ...step, end: { ...end, unheard } };
}

function isHandedOn(sent: Sent): boolean {
  return !isUnanswered(sent) && sent.onward?.path.every(isWorking) === true;
}

/** The kernel takes nothing in that says it comes from itself. */
function isBackHome(network: Network, { namespace, input, packet, end }: Step): boolean {
  if (input === null || end.kind !== 'refused' || packet.source === null) return false;
  return network.holdersOf(packet.source).some((one) => one.namespace === namespace.key);
}

function isSameStep(one: Step, other: Step): boolean {
  return (
    one.namespace.key === other.namespace.key &&
    one.packet.destination === other.packet.destination &&
    (one.input === null) === (other.input === null)
  );
}
