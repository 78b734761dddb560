/** A VXLAN packet has arrived, and no frame was taken out of it. */
import type { Evidence } from '../../protocol/journey.ts';
import type { Interface } from '../../protocol/topology.ts';
import { describePacket } from '../decode/describe-packet.ts';
import { inferred, printed, traced } from './decisions/decision.ts';
import { type Ending, unclear } from './ending.ts';
import type { Scene } from './scene.ts';
import type { Step } from './step.ts';

/** Null for what is none, and where nothing shows why it was not taken. */
export function endOfTunnel(step: Step, scene: Scene): Ending | null {
  const { sighting, identity } = step;
  const { namespace, layers } = sighting;
  const header = layers.find((layer) => layer.kind === 'vxlan');
  const port = identity.ports?.destination;
  // Those of the scenery are not all known.
  if (header?.kind !== 'vxlan' || port === undefined || scene.network.isScenery(namespace)) {
    return null;
  }
  const here = scene.network.placeOf(namespace).namespaceName;
  const ends = scene.network.interfacesOf(namespace).filter(({ type }) => type === 'vxlan');
  const sent = `The VXLAN packet (VNI ${header.vni}) comes to UDP port ${port} of ${here}`;
  // One that takes any number says so of none.
  if (ends.some(({ vxlan }) => vxlan === undefined)) return null;
  const onPort = ends.filter(({ vxlan }) => vxlan?.port === port);
  const own = onPort.find(({ vxlan }) => vxlan?.vni === header.vni);
  if (own !== undefined) {
    return own.isUp ? null : lost(`${sent}, and ${own.name}, whose number that is, is down.`, own);
  }
  const reply = scene.replies.replyTo(step)?.sighting.layers;
  const refusal = reply === undefined ? [] : [traced(describePacket(reply))];
  const refused = reply === undefined ? '' : ` Its kernel answers: ${describePacket(reply)}.`;
  if (onPort.length > 0) {
    return lost(
      `${sent}, where only ${list(onPort)} listens: its kernel takes no frame out of it.`,
      ...onPort,
    );
  }
  return ends.length === 0
    ? lost(`${sent}, which has no VXLAN interface.${refused}`)
    : lost(`${sent}, where no VXLAN interface listens, but ${list(ends)}.${refused}`, ...ends);

  function lost(text: string, ...shownBy: readonly Interface[]): Ending {
    const evidence = [...refusal, ...shownBy.map((end) => evidenceOf(end, scene))];
    return unclear(text, [inferred('dropped', text, evidence)]);
  }
}

function list(ends: readonly Interface[]): string {
  return ends
    .map(({ name, vxlan }) => `${name} with VNI ${vxlan?.vni} on port ${vxlan?.port}`)
    .join(', ');
}

function evidenceOf({ namespace, name, key, vxlan }: Interface, { command }: Scene): Evidence {
  const show = command(namespace, 'ip', '-d', 'link', 'show', name);
  const remote = vxlan?.remote == null ? '' : ` remote ${vxlan.remote}`;
  return printed(show, `vxlan id ${vxlan?.vni}${remote} … dstport ${vxlan?.port}`, key);
}
