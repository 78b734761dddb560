/** Where and why a packet's way ends, as far as the kernel tells. */
import { inferred, printed } from './decisions/decision.ts';
import { tellWalks } from './decisions/tell-chains.ts';
import { endArp } from './end-arp.ts';
import { endOfDrop } from './end-of-drop.ts';
import { endOfForwarding } from './end-of-forwarding.ts';
import { endOfLocal } from './end-of-local.ts';
import { delivered, type Ending, ignored, stopped, unclear } from './ending.ts';
import type { Step } from './join.ts';
import { destinationAtEnd, questionAfter } from './questions.ts';
import type { Replies } from './replies.ts';
import type { Scene } from './scene.ts';
import { isGroupMac } from './score-step.ts';

export function judgeEnd(step: Step, replies: Replies, scene: Scene): Ending {
  if (step.at === undefined) {
    const text = 'The interface where it was seen last is not there any more.';
    return { weight: 'unclear', end: { kind: 'unknown', text }, decisions: [] };
  }
  const ending =
    step.sighting.direction === 'out'
      ? endOut(step, scene)
      : step.at.master === null
        ? endIn(step, replies, scene)
        : endAtPort(step, scene);
  const told = tellWalks(scene.walks.after(step), scene);
  return { ...ending, decisions: [...told, ...ending.decisions] };
}

function endOut({ at, sighting }: Step, { network }: Scene): Ending {
  const name = at?.name ?? '?';
  switch (at?.type) {
    case 'bridge': {
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
  return peer.isUp
    ? unclear(`It left by ${name}; nothing came in at the other end, ${where}.`)
    : unclear(`It left by ${name}; the other end, ${where}, is down.`);
}

function endAtPort(step: Step, scene: Scene): Ending {
  const { identity, at } = step;
  const dropped = endOfDrop(scene.walks.after(step), scene);
  if (dropped !== null) return dropped;
  const bridge = scene.network.interfaceByKey(at?.master ?? '');
  const mac = identity.destinationMac ?? '';
  if (bridge === undefined || at === undefined) return unclear('Nothing more was seen of it here.');
  if (!bridge.isUp) return unclear(`${bridge.name} is down: its ports hand nothing on.`);
  if (mac.startsWith('01:80:c2:00:00:0')) {
    return ignored('It is meant for the bridge next to the sender: no bridge hands it on.');
  }
  const entry = scene.network.fdbEntryFor(bridge, mac);
  if (entry !== undefined && entry.port === at.name && !entry.isPermanent) {
    const { namespace } = bridge;
    const show = scene.command(namespace, 'bridge', 'fdb', 'show', 'br', bridge.name);
    const output = `${mac} dev ${entry.port} master ${bridge.name}`;
    const evidence = [printed(show, output, entry.key)];
    return ignored(
      `${bridge.name} knows ${mac} behind ${at.name}, where it came from: it is there already.`,
      evidence,
    );
  }
  return unclear(`Nothing more was seen of it behind ${at.name}, a port of ${bridge.name}.`);
}

function endIn(step: Step, replies: Replies, scene: Scene): Ending {
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
  const resolution = endArp(step, replies, scene);
  if (resolution !== null) return resolution;

  const walks = scene.walks.after(step);
  const dropped = endOfDrop(walks, scene);
  if (dropped !== null) return dropped;
  const destination = destinationAtEnd(identity, walks);
  if (destination === null) return unclear(`Nothing shows what ${here} did with it.`);
  const question = questionAfter(step, null, walks);
  const answered = question === null ? undefined : scene.routeFor(question);
  const isLocal =
    answered?.type === 'local' ||
    answered?.type === 'broadcast' ||
    network.holderOf(sighting.namespace, destination) !== undefined ||
    isGroupMac(mac ?? '');
  return isLocal
    ? endOfLocal(step, destination, replies, scene)
    : endOfForwarding(step, destination, answered, replies, scene);
}
