/** A packet that rules have met and no interface: it was ended, or never left. */
import type { Decision, Journey } from '../../protocol/journey.ts';
import { describePacket, kindOf } from '../decode/describe-packet.ts';
import { inferred, settingEvidence, shown } from './decisions/decision.ts';
import { tellWalk, tellWalks } from './decisions/tell-chains.ts';
import { entryOf } from './decisions/tell-neighbour.ts';
import { routeEvidence } from './decisions/tell-route.ts';
import { endOfDrop } from './end-of-drop.ts';
import { type Ending, stopped, unclear } from './ending.ts';
import { questionBefore, senderOf } from './questions.ts';
import type { Scene } from './scene.ts';
import type { Walk } from './walks.ts';

export type UnseenStory = Pick<Journey, 'kind' | 'title' | 'atNs' | 'origin'> & {
  readonly ending: Ending;
};

export function tellUnseen(walks: readonly [Walk, ...Walk[]], scene: Scene): UnseenStory {
  const [first] = walks;
  const { namespace, layers, identity } = first;
  const last = lastOf(walks);
  const question = questionBefore(namespace, last.identity);
  const answered = question === null ? undefined : scene.routeFor(question);
  const ending = endOfDrop(walks, scene) ?? unresolved(last, scene) ?? nowhere(walks, scene);
  const route: Decision[] =
    answered === undefined ? [] : [shown('route', answered.answer.reason, routeEvidence(answered))];
  // A redirected packet takes the way that is looked up anew.
  const isRedirected = last.identity.destination !== identity.destination;
  const early = isRedirected ? walks.filter(({ hook }) => hook === 'output') : [];
  const late = walks.filter((walk) => !early.includes(walk));
  const decisions = [
    ...tellWalks(early, scene),
    ...route,
    ...tellWalks(late, scene),
    ...ending.decisions,
  ];
  return {
    kind: kindOf(layers),
    title: describePacket(layers),
    atNs: first.atNs,
    origin: { ...scene.network.placeOf(namespace), namespace, decisions },
    ending,
  };
}

/** As the packet was when it was heard of last: rules may have translated it before. */
function lastOf(walks: readonly [Walk, ...Walk[]]): Walk {
  return walks.at(-1) ?? walks[0];
}

/** What is heard of the rules may come later than what is seen of the frames. */
const promptNs = 1_000_000_000;

function unresolved(walk: Walk, scene: Scene): Ending | null {
  const { namespace } = walk;
  const { device, nextHop } = neighbourAskedFor(walk, scene) ?? nextOf(walk, scene);
  if (device === undefined || nextHop === null) return null;
  const entry = scene.network.neighbourAt(namespace, device.name, nextHop);
  const told = scene.resolutions.answerBefore(
    namespace,
    device.name,
    nextHop,
    Number.MAX_SAFE_INTEGER,
  );
  const asked = scene.resolutions.askedSince(namespace, device.name, nextHop, 0);
  const isFailed = entry?.state === 'FAILED' || (entry?.state === 'INCOMPLETE' && scene.isOver);
  const isInVain = asked !== undefined && told === undefined && scene.isOver;
  if (!isFailed && !isInVain) return null;
  const here = scene.network.placeOf(namespace).namespaceName;
  const text = `Nobody answered “who has ${nextHop}?” on ${device.name} in ${here}: the packet was never sent.`;
  const evidence = entry === undefined ? [] : [entryOf(entry, scene)];
  return stopped(text, [shown('dropped', text, evidence)]);
}

/** In whose name it was asked: nothing but a redirected packet is sent on with a loopback address. */
function neighbourAskedFor({ namespace, identity: { source }, atNs }: Walk, scene: Scene) {
  if (source?.startsWith('127.') !== true) return null;
  const asking = scene.resolutions.askings.find(
    ({ namespace: where, root, atNs: askedNs }) =>
      where === namespace && senderOf(root.identity) === source && askedNs >= atNs - promptNs,
  );
  if (asking === undefined) return null;
  return {
    device: scene.network.interfaceNamed(namespace, asking.device),
    nextHop: asking.address,
  };
}

function nextOf({ namespace, identity, outputIndex }: Walk, scene: Scene) {
  const question = questionBefore(namespace, identity);
  const answered = question === null ? undefined : scene.routeFor(question);
  return {
    device: outputIndex === null ? undefined : scene.network.interfaceAt(namespace, outputIndex),
    nextHop: answered?.gateway ?? identity.destination,
  };
}

function nowhere(walks: readonly [Walk, ...Walk[]], scene: Scene): Ending {
  const [{ namespace, identity }] = walks;
  const here = scene.network.placeOf(namespace).namespaceName;
  // It had found its way when it came to postrouting, or is free to leave.
  const setting = scene.network.sysctlAt(namespace, 'net.ipv4.conf.all.route_localnet');
  const isFree = setting?.value === '1' || lastOf(walks).hook === 'postrouting';
  const taker =
    identity.source?.startsWith('127.') && !isFree
      ? walks.find((walk) => isRedirected(walk, scene))
      : undefined;
  if (taker !== undefined) {
    const text = `A rule of ${here} redirects it, and it was seen on no interface: with ${identity.source} as its source it may leave by the loopback only, unless route_localnet is 1.`;
    return unclear(text, [
      inferred('dropped', text, [
        ...tellWalk(taker, scene).evidence.slice(-1),
        ...(setting === undefined ? [] : [settingEvidence(setting, scene)]),
      ]),
    ]);
  }
  return unclear(`The rules of ${here} let it pass, and it was seen on no interface.`);
}

/** The rule that ended its way through a chain says that it gives it another destination. */
function isRedirected(walk: Walk, scene: Scene): boolean {
  const { hook, verdicts } = walk;
  if (hook !== 'output' || verdicts.at(-1)?.step.kind !== 'rule') return false;
  return /\b(DNAT|dnat)\b/.test(tellWalk(walk, scene).evidence.at(-1)?.output ?? '');
}
