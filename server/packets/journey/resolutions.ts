/** Who asked for whose MAC address, and what was answered: ARP, and neighbour discovery of IPv6. */
import type { Layer } from '../../protocol/packet.ts';
import type { Network } from './network.ts';
import { isGroupMac } from './score-step.ts';
import type { Step } from './step.ts';

export type Asking = {
  readonly root: Step;
  readonly namespace: string;
  readonly device: string; // interface name
  readonly address: string;
  readonly atNs: number;
  /** To one host only: the kernel checks an entry that it has, and no packet waits. */
  readonly isCheck: boolean;
};

export type Answering = {
  readonly root: Step;
  readonly namespace: string; // where it was heard
  readonly device: string;
  readonly address: string;
  readonly mac: string;
  readonly atNs: number;
};

export type Resolutions = {
  readonly askings: readonly Asking[];
  readonly answerings: readonly Answering[];
  /** The latest answer before that moment. */
  answerBefore(
    namespace: string,
    device: string,
    address: string,
    atNs: number,
  ): Answering | undefined;
  /** The latest question that told where its asker is. */
  introductionBefore(
    namespace: string,
    device: string,
    address: string,
    atNs: number,
  ): Answering | undefined;
  askedSince(namespace: string, device: string, address: string, atNs: number): Asking | undefined;
};

export function readResolutions(roots: readonly Step[], network: Network): Resolutions {
  const askings = roots.flatMap((root) => askingOf(root) ?? []);
  const answerings = roots.flatMap((root) => {
    const told = toldBy(root.identity.upper);
    return told === null ? [] : stepsOf(root).flatMap((step) => heardAt(step, root, told, network));
  });
  const introductions = roots.flatMap((root) => {
    const asker = askerOf(root.identity.upper);
    return asker === null
      ? []
      : stepsOf(root).flatMap((step) => heardAt(step, root, asker, network));
  });
  return {
    askings,
    answerings,
    answerBefore: (namespace, device, address, atNs) =>
      answerings.findLast(
        (one) =>
          one.namespace === namespace &&
          one.device === device &&
          one.address === address &&
          one.atNs <= atNs,
      ),
    introductionBefore: (namespace, device, address, atNs) =>
      introductions.findLast(
        (one) =>
          one.namespace === namespace &&
          one.device === device &&
          one.address === address &&
          one.atNs <= atNs,
      ),
    askedSince: (namespace, device, address, atNs) =>
      askings.find(
        (one) =>
          one.namespace === namespace &&
          one.device === device &&
          one.address === address &&
          one.atNs >= atNs,
      ),
  };
}

export function stepsOf(root: Step): Step[] {
  const steps: Step[] = [];
  const pending = [root];
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    steps.push(step);
    pending.push(...step.next);
  }
  return steps;
}

function askingOf(root: Step): Asking | null {
  const { sighting, identity, at } = root;
  const address = askedBy(identity.upper);
  if (address === null || at === undefined || sighting.direction === 'in') return null;
  const { namespace, atNs } = sighting;
  const isCheck = !isGroupMac(identity.destinationMac ?? '');
  return { root, namespace, device: at.name, address, atNs, isCheck };
}

/** The address that is asked for; null where it is no question, or one for one's own sake. */
export function askedBy(upper: Layer | null): string | null {
  if (upper?.kind === 'arp') {
    const isOwn = upper.senderAddress === upper.targetAddress;
    return upper.operation === 1 && !isOwn ? upper.targetAddress : null;
  }
  return upper?.kind === 'icmp' && upper.version === 6 && upper.type === 135 ? upper.target : null;
}

type Told = { readonly address: string; readonly mac: string };

export function toldBy(upper: Layer | null): Told | null {
  if (upper?.kind === 'arp' && upper.operation === 2)
    return { address: upper.senderAddress, mac: upper.senderMac };
  if (upper?.kind !== 'icmp' || upper.version !== 6 || upper.type !== 136) return null;
  return upper.target === null || upper.mac === null
    ? null
    : { address: upper.target, mac: upper.mac };
}

/** Whoever asks by ARP tells its own MAC address as well, and is remembered for it. */
function askerOf(upper: Layer | null): Told | null {
  return upper?.kind === 'arp' && upper.operation === 1
    ? { address: upper.senderAddress, mac: upper.senderMac }
    : null;
}

/** Only the one that it is addressed to takes it in; ports of a bridge hand it on. */
function heardAt(step: Step, root: Step, told: Told, network: Network): Answering[] {
  const { sighting, identity, at } = step;
  if (sighting.direction !== 'in' || at === undefined || at.master !== null) return [];
  const isForUs = identity.destinationMac === at.mac || isGroupMac(identity.destinationMac ?? '');
  if (!isForUs || network.namespaceOf(sighting.namespace) === undefined) return [];
  const { namespace, atNs } = sighting;
  return [{ root, namespace, device: at.name, ...told, atNs }];
}
