/** To which MAC address the frame is addressed, and how that was known. */
import type { Decision, Evidence } from '../../../protocol/journey.ts';
import type { Neighbour } from '../../../protocol/topology.ts';
import type { RouteQuestion } from '../../answers/answer-types.ts';
import type { Scene } from '../scene.ts';
import { isGroupMac } from '../score-step.ts';
import type { Step } from '../step.ts';
import { inferred, printed, shown, traced } from './decision.ts';

/** What was asked for lately was asked for this packet, or one just before it. */
const freshNs = 4_000_000_000;

export function tellNeighbour(question: RouteQuestion | null, out: Step, scene: Scene): Decision[] {
  const { sighting, identity, at } = out;
  const { destinationMac: mac, destination } = identity;
  if (at === undefined || mac === null || destination === null) return [];
  if (at.type === 'loopback' || isGroupMac(mac)) return [];
  const answered = question === null ? undefined : scene.routeFor(question);
  const nextHop = answered?.device === at.name ? (answered.gateway ?? destination) : destination;
  const neighbour = scene.network.neighbourAt(sighting.namespace, at.name, nextHop);
  const { atNs, namespace } = sighting;
  const told = scene.resolutions.answerBefore(namespace, at.name, nextHop, atNs);
  const evidence: Evidence[] = neighbour === undefined ? [] : [entryOf(neighbour, scene)];
  if (told !== undefined && told.mac === mac && atNs - told.atNs < freshNs) {
    const text = `“Who has ${nextHop}?” was asked in ${at.name}'s network, and answered: ${mac}.`;
    const heard = traced(`${nextHop} is at ${told.mac}`, neighbour?.key ?? null);
    return [shown('neighbour', text, [heard, ...evidence])];
  }
  if (neighbour?.mac === mac) {
    return [shown('neighbour', `${nextHop} is known at the MAC address ${mac}.`, evidence)];
  }
  const asker = scene.resolutions.introductionBefore(namespace, at.name, nextHop, atNs);
  if (asker?.mac === mac && atNs - asker.atNs < freshNs) {
    const text = `${nextHop} has told its MAC address, ${mac}, when it asked for another.`;
    return [shown('neighbour', text, [traced(`ARP request of ${nextHop} from ${mac}`)])];
  }
  const text = `The frame goes to the MAC address ${mac}, which is taken to be ${nextHop}.`;
  return [inferred('neighbour', text, evidence)];
}

/** As `ip neigh` prints it. */
export function entryOf(neighbour: Neighbour, { command }: Scene): Evidence {
  const { namespace, address, device, mac, state, key } = neighbour;
  const show = command(namespace, 'ip', 'neigh', 'show', address);
  const known = mac === null ? '' : ` lladdr ${mac}`;
  return printed(show, `${address} dev ${device}${known} ${state}`, key);
}
