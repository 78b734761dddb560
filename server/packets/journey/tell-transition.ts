/** What the kernel decided between two sightings of one packet. */
import type { Decision } from '../../protocol/journey.ts';
import { changesBetween } from './changes-between.ts';
import { tellWalks } from './decisions/tell-chains.ts';
import {
  bridgeOf,
  tellBridge,
  tellCable,
  tellLoop,
  tellSegment,
  tellStacked,
  tellUnwrapped,
  tellWrapped,
} from './decisions/tell-link.ts';
import { tellNat } from './decisions/tell-nat.ts';
import { tellNeighbour } from './decisions/tell-neighbour.ts';
import { tellForwarding, tellRoute } from './decisions/tell-route.ts';
import { questionAfter, questionBefore } from './questions.ts';
import type { Scene } from './scene.ts';
import type { Step } from './step.ts';

export function tellTransition(before: Step, after: Step, scene: Scene): Decision[] {
  const decisions = decide(before, after, scene);
  return after.from?.isSure === false ? decisions.map(doubted) : decisions;
}

function decide(before: Step, after: Step, scene: Scene): Decision[] {
  switch (after.from?.link) {
    case 'cable':
      return tellCable(before, after, scene);
    case 'segment':
      return tellSegment(before, after, scene);
    case 'loop':
      return tellLoop(before);
    case 'bridged':
    case 'up':
      return tellBridged(before, after, scene);
    case 'turned':
      return tellTurned(before, after, scene);
    case 'gathered':
      return [gathered(before, scene)];
    case 'down':
      return tellBridge(before, after, scene);
    case 'forwarded':
      return tellForwarded(before, after, scene);
    case 'cut':
      return [
        ...tellForwarded(before, after, scene),
        {
          kind: 'route',
          text: `It does not fit into the MTU of ${after.at?.name ?? 'the interface'}, and goes on in pieces.`,
          certainty: 'shown',
          evidence: [],
        },
      ];
    case 'wrapped':
      return [
        ...tellWrapped(before, after, scene),
        ...tellRoute(questionBefore(after.sighting.namespace, after.identity), after, scene),
      ];
    case 'unwrapped':
      return [...tellWalks(scene.walks.after(before), scene), ...tellUnwrapped(before, after)];
    case 'stacked':
      return tellStacked(before, after);
    case undefined:
      return [];
  }
}

/** Seldom is a bridged frame translated as well; redirected, it is sent to another MAC address. */
function tellBridged(before: Step, after: Step, scene: Scene): Decision[] {
  const { fields, flow } = changesBetween(before, after, scene);
  const isTranslated = fields.some(({ why }) => why === 'source-nat' || why === 'destination-nat');
  const isReaddressed = before.identity.destinationMac !== after.identity.destinationMac;
  const asSentByBridge = { ...after, at: bridgeOf(before, scene) };
  return [
    ...bridgedChains(before, scene),
    ...(isTranslated ? tellNat(before.sighting.namespace, fields, flow, scene) : []),
    ...(isReaddressed ? tellNeighbour(null, asSentByBridge, scene) : []),
    ...tellBridge(before, after, scene),
  ];
}

/** Bridged frames meet rules of the bridge family, and with bridge-nf-call-iptables all others. */
function bridgedChains(before: Step, scene: Scene): Decision[] {
  const walks = scene.walks.after(before);
  const bridge = bridgeOf(before, scene);
  const setting = walks.some(({ family }) => family !== 'bridge')
    ? scene.network.sysctlAt(before.sighting.namespace, 'net.bridge.bridge-nf-call-iptables')
    : undefined;
  const told = tellWalks(walks, scene);
  const [first] = told;
  if (first === undefined || setting === undefined || setting.value === '0') return told;
  const { namespace } = before.sighting;
  const text = `Bridged frames meet iptables here too, because of ${setting.name}, though ${bridge?.name ?? 'the bridge'} only switches them.`;
  const show = scene.command(namespace, 'sysctl', setting.name);
  const output = `${setting.name} = ${setting.value}`;
  const evidence = { command: show, output, object: setting.key, rule: null };
  return [{ kind: 'chain', text, certainty: 'shown', evidence: [evidence] }, ...told];
}

/** iptables has translated the destination of a bridged frame: the bridge sends it anew. */
function tellTurned(before: Step, after: Step, scene: Scene): Decision[] {
  const { namespace } = before.sighting;
  const { fields, flow } = changesBetween(before, after, scene);
  return [
    ...bridgedChains(before, scene),
    ...tellNat(namespace, fields, flow, scene),
    ...tellNeighbour(null, after, scene),
  ];
}

function gathered(before: Step, { network }: Scene): Decision {
  const here = network.placeOf(before.sighting.namespace).namespaceName;
  const text = `Connection tracking of ${here} puts the pieces of the packet together before rules see it.`;
  return { kind: 'up', text, certainty: 'inferred', evidence: [] };
}

/** In the order of the kernel: before the route, the route, behind it. */
function tellForwarded(before: Step, after: Step, scene: Scene): Decision[] {
  const { namespace } = before.sighting;
  const walks = scene.walks.after(before);
  const early = walks.filter(({ hook }) => hook === 'prerouting');
  const late = walks.filter(({ hook }) => hook !== 'prerouting');
  const question = questionAfter(before, after.identity.destination);
  const { fields, flow } = changesBetween(before, after, scene);
  const isOfDestination = ({ field }: { field: string }) => field.startsWith('destination');
  const [route, ...others] = tellRoute(question, after, scene);
  const evidence = [...(route?.evidence ?? []), ...tellForwarding(before, scene)];
  const nat = (isWanted: (change: { field: string }) => boolean) =>
    tellNat(namespace, fields.filter(isWanted), flow, scene);
  return [
    ...tellWalks(early, scene),
    ...nat(isOfDestination).filter(({ kind }) => kind === 'nat'),
    ...(route === undefined ? [] : [{ ...route, evidence }, ...others]),
    ...tellWalks(late, scene),
    ...nat((change) => !isOfDestination(change)),
    ...tellNeighbour(question, after, scene),
  ];
}

function doubted(decision: Decision): Decision {
  const text = `${decision.text} An equal packet was under way at the same time: only their order tells them apart.`;
  return { ...decision, text, certainty: 'inferred' };
}
