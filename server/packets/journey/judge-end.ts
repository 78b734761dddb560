/** Where and why a packet's way ends, as far as the kernel tells. */

import type { Decision } from '../../protocol/journey.ts';
import { inferred, printed, shown } from './decisions/decision.ts';
import { tellWalks } from './decisions/tell-chains.ts';
import { fdbEvidence } from './decisions/tell-link.ts';
import { routeEvidence } from './decisions/tell-route.ts';
import { tellTranslation } from './decisions/tell-translation.ts';
import { endArp } from './end-arp.ts';
import { endOfDrop } from './end-of-drop.ts';
import { endOfForwarding } from './end-of-forwarding.ts';
import { endOfLocal } from './end-of-local.ts';
import { endOfTurned, endOfTurning } from './end-of-turning.ts';
import { delivered, type Ending, ignored, stopped, unclear } from './ending.ts';
import { insideDestination } from './inside-destination.ts';
import { questionAfter } from './questions.ts';
import type { Scene } from './scene.ts';
import { isGroupMac } from './score-step.ts';
import type { Step } from './step.ts';

export function judgeEnd(step: Step, scene: Scene): Ending {
  if (step.at === undefined) {
    const text = 'The interface where it was seen last is not there any more.';
    return { weight: 'unclear', end: { kind: 'unknown', text }, decisions: [] };
  }
  const ending =
    step.sighting.direction === 'out'
      ? endOut(step, scene)
      : step.at.master === null
        ? endIn(step, scene)
        : endAtPort(step, scene);
  return { ...ending, decisions: [...tellMet(step, ending, scene), ...ending.decisions] };
}

/** The chains that it met at its last place, the route where it got as far as that. */
function tellMet(step: Step, { weight }: Ending, scene: Scene): Decision[] {
  const walks = scene.walks.after(step);
  const early = walks.filter(({ hook }) => hook === 'prerouting');
  const late = walks.filter(({ hook }) => hook !== 'prerouting');
  const isForwarded = late.some(({ hook }) => hook === 'forward' || hook === 'postrouting');
  const isRouted = isForwarded && step.at?.master === null;
  const question = isRouted ? questionAfter(step, insideDestination(step, scene)) : null;
  const answered = question === null ? undefined : scene.routeFor(question);
  return [
    ...tellWalks(early, scene),
    ...tellTranslation(step, weight === 'taken', scene),
    ...(answered === undefined
      ? []
      : [shown('route', answered.answer.reason, routeEvidence(answered))]),
    ...tellWalks(late, scene),
  ];
}

/** The MTU counts what is behind it. */
const ethernetBytes = 14;

function endOut(step: Step, scene: Scene): Ending {
  const { at, sighting } = step;
  const { network, command } = scene;
  const name = at?.name ?? '?';
  switch (at?.type) {
    case 'bridge': {
      const turned = endOfTurned(step, scene);
      if (turned !== null) return turned;
      const ports = at === undefined ? [] : network.portsOf(at);
      return ports.length === 0
        ? stopped(`${name} has no port that it could go out of.`)
        : unclear(`${name} sent it out of none of its ports.`);
    }
    case 'tun':
      return delivered(
        `The program that holds ${name} has it now.`,
        inferred('delivered', `${name} hands packets to the program that has opened it.`),
      );
    case 'vxlan':
      return unclear(`${name} did not send it on in a packet of the network below.`);
  }
  const peer = at?.peer === null || at === undefined ? undefined : network.interfaceByKey(at.peer);
  if (peer === undefined) {
    const text = `What is at the other end of ${name} is not captured.`;
    return { weight: 'unclear', end: { kind: 'unknown', text }, decisions: [] };
  }
  const there = network.placeOf(peer.namespace).namespaceName;
  const where = peer.namespace === sighting.namespace ? peer.name : `${peer.name} in ${there}`;
  const bytes = sighting.length - ethernetBytes;
  if (bytes > peer.mtu) {
    const text = `It left by ${name} with ${bytes} bytes; the other end, ${where}, takes no more than ${peer.mtu} (MTU).`;
    const show = command(peer.namespace, 'ip', 'link', 'show', peer.name);
    return unclear(text, [inferred('dropped', text, [printed(show, `mtu ${peer.mtu}`, peer.key)])]);
  }
  return peer.isUp
    ? unclear(`It left by ${name}; nothing came in at the other end, ${where}.`)
    : unclear(`It left by ${name}; the other end, ${where}, is down.`);
}

function endAtPort(step: Step, scene: Scene): Ending {
  const { identity, at } = step;
  const dropped = endOfDrop(scene.walks.after(step), scene) ?? endOfPiece(step, scene);
  if (dropped !== null) return dropped;
  const bridge = scene.network.interfaceByKey(at?.master ?? '');
  const mac = identity.destinationMac ?? '';
  if (bridge === undefined || at === undefined) return unclear('Nothing more was seen of it here.');
  if (!bridge.isUp) return unclear(`${bridge.name} is down: its ports hand nothing on.`);
  if (mac.startsWith('01:80:c2:00:00:0')) {
    return ignored('It is meant for the bridge next to the sender: no bridge hands it on.');
  }
  const turning = endOfTurning(step, bridge, scene);
  if (turning !== null) return turning;
  const entry = scene.network.fdbEntryFor(bridge, mac);
  if (entry !== undefined && entry.port === at.name && !entry.isPermanent) {
    const text = `${bridge.name} knows ${mac} behind ${at.name}, where it came from: it is there already.`;
    return ignored(text, [fdbEvidence(entry, bridge, scene)]);
  }
  return unclear(`Nothing more was seen of it behind ${at.name}, a port of ${bridge.name}.`);
}

/** It goes on as a part of the whole. */
function endOfPiece({ sighting, identity }: Step, scene: Scene): Ending | null {
  const { namespace } = sighting;
  const { isFragment, piece } = identity;
  if (!isFragment || piece === null || !scene.isGathered(namespace, piece)) return null;
  const here = scene.network.placeOf(namespace).namespaceName;
  const text = `${here} puts it together with the other pieces: the whole goes on with the first of them.`;
  return delivered(text, shown('delivered', text));
}

function endIn(step: Step, scene: Scene): Ending {
  const { identity, at, sighting } = step;
  const { network } = scene;
  const here = network.placeOf(sighting.namespace).namespaceName;
  const mac = identity.destinationMac;
  if (at !== undefined && mac !== null && !isGroupMac(mac) && at.mac !== null && mac !== at.mac) {
    const show = scene.command(sighting.namespace, 'ip', 'link', 'show', at.name);
    const evidence = [printed(show, `link/ether ${at.mac}`, at.key)];
    return ignored(
      `The frame is for ${mac}, and ${at.name} in ${here} has ${at.mac}: it is not taken in.`,
      evidence,
    );
  }
  const resolution = endArp(step, scene);
  if (resolution !== null) return resolution;

  const walks = scene.walks.after(step);
  const dropped = endOfDrop(walks, scene) ?? endOfPiece(step, scene);
  if (dropped !== null) return dropped;
  const destination = insideDestination(step, scene);
  if (destination === null) return unclear(`Nothing shows what ${here} did with it.`);
  const question = questionAfter(step, destination);
  const answered = question === null ? undefined : scene.routeFor(question);
  const isLocal =
    answered?.type === 'local' ||
    answered?.type === 'broadcast' ||
    network.holderOf(sighting.namespace, destination) !== undefined ||
    isGroupMac(mac ?? '');
  return isLocal
    ? endOfLocal(step, destination, scene)
    : endOfForwarding(step, destination, answered, scene);
}
