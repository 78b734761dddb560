/**
 * Somebody is asked for behind a VXLAN, and its ends do not belong together: a number or a UDP port that
 * differs, or an address to send to that is not the other end's.
 */
import type { Interface, Namespace } from '../../../protocol/topology.ts';
import { type Draft, toAsk } from '../draft.ts';
import type { Network } from '../network.ts';
import { reachFrom } from '../reach.ts';
import { type Cause, isStop } from '../scene.ts';
import { isUnanswered } from '../step.ts';
import { interfaceWords, typedIn } from '../wording.ts';

export const tunnelMismatch: Cause = (step, { walk, network }) => {
  const { end } = step;
  if (end.kind !== 'sent' || !isStop(step, walk) || !isUnanswered(end)) return [];
  const { output, nextHop, reach } = end;
  const others = network
    .holdersOf(nextHop)
    .filter(({ namespace }) => namespace !== step.namespace.key);
  const isThere = (from: Interface, to: Interface) =>
    reachFrom(network, from).reached.some(({ receiver }) => receiver.key === to.key);
  const [lost] = others.filter((holder) => !isThere(output, holder));
  if (lost !== undefined) return faults(reach.tunnels, lost, network);
  // The question comes there, and the answer to it goes another way.
  const [mute] = others.filter((holder) => !isThere(holder, output));
  return mute === undefined ? [] : faults(reachFrom(network, mute).tunnels, output, network);
};

/** Of each end that what is for `to` is sent out of. */
function faults(tunnels: readonly Interface[], to: Interface, network: Network): Draft[] {
  const far = reachFrom(network, to).tunnels;
  return tunnels.flatMap((near) => faultOf(near, far, network) ?? []);
}

/** `far`: VXLAN interfaces on the network that it is to come to. */
function faultOf(near: Interface, far: readonly Interface[], network: Network): Draft | null {
  const { vxlan } = near;
  const namespace = network.namespaces.get(near.namespace);
  if (vxlan === undefined || namespace === undefined) return null;
  const { vni, port, remote } = vxlan;
  const sends = `${interfaceWords(network, near)} sends VXLAN packets with VNI ${vni} to UDP port ${port}`;
  const draft = (text: string, ends: readonly Interface[]): Draft => ({
    cause: 'tunnel-mismatch',
    certainty: 'shown',
    namespace,
    objects: [near.key, ...ends.map(({ key }) => key)],
    text,
    evidence: [near, ...ends].flatMap((one) => evidenceOf(one)),
    lookAt: typedIn(namespace, `ip -d link show dev ${near.name}`),
  });
  const [other] = far;
  if (other?.vxlan === undefined) return null;
  if (
    remote !== null &&
    !network.holdersOf(remote).some((one) => one.namespace === other.namespace)
  ) {
    const holder = network.holdersOf(remote)[0];
    const whose =
      holder === undefined ? 'no interface has' : `${interfaceWords(network, holder)} has`;
    return draft(
      `${sends} of ${remote}, an address that ${whose}; the other end is ${interfaceWords(network, other)}.`,
      [other],
    );
  }
  const fitting = far.some((one) => one.vxlan?.vni === vni && one.vxlan.port === port);
  if (fitting) return null;
  const takes = `${interfaceWords(network, other)} takes VNI ${other.vxlan.vni} on port ${other.vxlan.port}`;
  return draft(
    `${sends}${remote === null ? '' : ` of ${remote}`}, and ${takes}: it takes in nothing with another number or on another port.`,
    [other],
  );

  function evidenceOf(one: Interface) {
    const at: Namespace | undefined = network.namespaces.get(one.namespace);
    return at === undefined ? [] : [toAsk(at, `ip -d link show dev ${one.name}`, one.key)];
  }
}
