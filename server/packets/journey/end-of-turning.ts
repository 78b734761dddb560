/** Redirected on a bridge, and to leave by the port that it came in by. */
import type { Evidence } from '../../protocol/journey.ts';
import type { Interface } from '../../protocol/topology.ts';
import { redirectTarget } from '../answers/redirect-target.ts';
import { inferred, settingEvidence } from './decisions/decision.ts';
import { tellWalk } from './decisions/tell-chains.ts';
import { fdbEvidence } from './decisions/tell-link.ts';
import { entryOf } from './decisions/tell-neighbour.ts';
import { type Ending, unclear } from './ending.ts';
import type { Scene } from './scene.ts';
import type { Step } from './step.ts';

const onBridges = 'net.bridge.bridge-nf-call-iptables';

/** iptables has turned it, and the bridge was seen to send it anew. */
export function endOfTurned({ at, from, identity }: Step, scene: Scene): Ending | null {
  const port = from?.link === 'turned' ? from.step.at : undefined;
  if (at === undefined || port === undefined) return null;
  const evidence = backAt(port, at, identity.destinationMac ?? '', scene);
  if (evidence === null) return null;
  return turnedAway(`${at.name} would send it back out of ${port.name}, where it came in.`, [
    evidence,
  ]);
}

/** The same, when the neighbour is confirmed: the kernel then hands the frame on without a trace of it. */
export function endOfTurning(step: Step, bridge: Interface, scene: Scene): Ending | null {
  const { at, sighting } = step;
  const { namespace } = sighting;
  const setting = scene.network.sysctlAt(namespace, onBridges);
  if (at === undefined || setting?.value !== '1') return null;
  for (const walk of scene.walks.after(step)) {
    const rule = tellWalk(walk, scene).evidence.at(-1);
    const address = redirectTarget(rule?.output ?? '')?.address;
    if (rule === undefined || address === undefined || walk.hook !== 'prerouting') continue;
    const neighbour = scene.network.neighbourAt(namespace, bridge.name, address);
    if (neighbour === undefined || neighbour.mac === null) continue;
    const fdb = backAt(at, bridge, neighbour.mac, scene);
    if (fdb === null) continue;
    return turnedAway(
      `A rule redirects it to ${address} while it is on ${bridge.name} (${onBridges} is 1), which would send it back out of ${at.name}, where it came in.`,
      [rule, settingEvidence(setting, scene), entryOf(neighbour, scene), fdb],
    );
  }
  return null;
}

function backAt(port: Interface, bridge: Interface, mac: string, scene: Scene): Evidence | null {
  const entry = scene.network.fdbEntryFor(bridge, mac);
  return entry?.port === port.name ? fdbEvidence(entry, bridge, scene) : null;
}

function turnedAway(where: string, evidence: Evidence[]): Ending {
  const text = `${where} A bridge does so only where that port is in hairpin mode.`;
  return unclear(text, [inferred('dropped', text, evidence)]);
}
