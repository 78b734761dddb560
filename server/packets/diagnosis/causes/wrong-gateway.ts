/** The route names a gateway that nobody is, or that is no gateway. */
import { asSaid, type Draft, toAsk, toAskRules } from '../draft.ts';
import { type Cause, isStop, type Scene, stepBefore } from '../scene.ts';
import { isUnanswered, type Sent, type Step } from '../step.ts';
import { nameOf, routesCommand, typedIn } from '../wording.ts';

export const wrongGateway: Cause = (step, scene) => [
  ...ofNobody(step, scene),
  ...ofSomebodyElse(step, scene),
];

function ofNobody(step: Step, scene: Scene): Draft[] {
  const { end } = step;
  if (end.kind !== 'sent' || !end.isGateway || !isStop(step, scene.walk)) return [];
  if (!isUnanswered(end) || scene.network.holdersOf(end.nextHop).length > 0) return [];
  return [
    finding(
      step,
      end,
      'shown',
      `The route goes by ${end.nextHop}, but no interface has this address and nobody answers for it.`,
    ),
  ];
}

/** A container of its own is asked to pass packets on, while the machine is on the same wire. */
function ofSomebodyElse(step: Step, { network, walk }: Scene): Draft[] {
  const before = stepBefore(step, walk);
  if (before === null || before.end.kind !== 'sent' || !before.end.isGateway) return [];
  if (step.end.kind !== 'refused' || step.namespace.isRoot) return [];
  const { end } = before;
  const machine = end.reach.reached.find(
    ({ receiver }) => network.namespaces.get(receiver.namespace)?.isRoot === true,
  )?.receiver;
  const own = machine?.addresses.find(({ family }) => family === 'inet');
  if (machine === undefined) return [];
  const better =
    own === undefined
      ? ''
      : `; ${nameOfRoot(network.namespaces.get(machine.namespace))} is ${own.address} there`;
  return [
    finding(
      before,
      end,
      'inferred',
      `The route goes by ${end.nextHop}, which is ${nameOf(step.namespace)} and passes nothing on${better}.`,
    ),
  ];
}

function nameOfRoot(namespace: Step['namespace'] | undefined): string {
  return namespace === undefined ? 'the machine' : nameOf(namespace);
}

function finding(step: Step, end: Sent, certainty: Draft['certainty'], text: string): Draft {
  const { namespace, reading } = step;
  const neighbours = `ip neighbour show to ${end.nextHop} dev ${end.output.name}`;
  return {
    cause: 'wrong-gateway',
    certainty,
    namespace,
    objects: [end.output.key],
    text: `In ${nameOf(namespace)}: ${text.charAt(0).toLowerCase()}${text.slice(1)}`,
    evidence: [
      asSaid(namespace, reading.route),
      ...toAskRules(namespace, reading.route),
      toAsk(namespace, neighbours),
    ],
    lookAt: typedIn(namespace, routesCommand(reading.route)),
  };
}
