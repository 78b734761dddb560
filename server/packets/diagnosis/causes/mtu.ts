/** The packet is larger than a link on its way takes, and must not be cut. */
import type { Interface } from '../../../protocol/topology.ts';
import { type Draft, toAsk } from '../draft.ts';
import type { Cause, Scene } from '../scene.ts';
import type { Step } from '../step.ts';
import { capital, interfaceWords, typedIn } from '../wording.ts';

export const mtu: Cause = (step, scene) => {
  const { outcome } = scene;
  if (outcome.kind === 'too-long') {
    const isTeller =
      outcome.teller === null ? step.input === null : isAddressOf(step, outcome.teller, scene);
    return isTeller && step.end.kind === 'sent' && step.end.output.mtu === outcome.mtuBytes
      ? [
          findingOf(
            step.end.output,
            step,
            scene,
            'shown',
            `packets up to ${outcome.mtuBytes} bytes, and said so`,
          ),
        ]
      : [];
  }
  return swallowed(step, scene);
};

/** A frame that is larger than what the other end of a cable takes is gone without a word. */
function swallowed(step: Step, scene: Scene): Draft[] {
  const { probe, outcome } = scene;
  if (probe.kind !== 'ping' || outcome.kind !== 'silent' || step.end.kind !== 'sent') return [];
  const bytes = (probe.sizeBytes ?? 56) + headerBytes;
  const small = step.end.onward?.path.find((one, index) => isAsked(one, index) && one.mtu < bytes);
  if (small === undefined) return [];
  return [
    findingOf(
      small,
      step,
      scene,
      'inferred',
      `packets up to ${small.mtu} bytes; this one has ${bytes}, and is dropped without a word`,
    ),
  ];
}

/** A bridge's own MTU holds for what is sent out of it, not for frames that come in by a port. */
function isAsked({ type }: Interface, index: number): boolean {
  return index === 0 || type !== 'bridge';
}

/** Of IPv4 and ICMP. */
const headerBytes = 28;

function isAddressOf({ namespace }: Step, address: string, { network }: Scene): boolean {
  return network.holdersOf(address).some((one) => one.namespace === namespace.key);
}

function findingOf(
  small: Interface,
  step: Step,
  { network }: Scene,
  certainty: Draft['certainty'],
  takes: string,
): Draft {
  const namespace = network.namespaces.get(small.namespace) ?? step.namespace;
  const command = `ip link show dev ${small.name}`;
  return {
    cause: 'mtu',
    certainty,
    namespace,
    objects: [small.key],
    text: `${capital(interfaceWords(network, small))} takes ${takes}.`,
    evidence: [toAsk(namespace, command, small.key)],
    lookAt: typedIn(namespace, command),
  };
}
