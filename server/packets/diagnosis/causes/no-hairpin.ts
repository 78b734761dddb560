/**
 * A container tries its own published port, and the rules that redirect it are met on the bridge already:
 * the frame is to leave by the port that it came in by, which a bridge does only where it was told to.
 */
import type { Interface } from '../../../protocol/topology.ts';
import { toAsk } from '../draft.ts';
import { type Cause, stepBefore } from '../scene.ts';
import type { Step } from '../step.ts';
import { code, nameOf, typedIn } from '../wording.ts';

const onBridges = 'net.bridge.bridge-nf-call-iptables';

export const noHairpin: Cause = (step, { network, walk }) => {
  const { namespace, way, input, arrived, packet, reading, end } = step;
  const before = stepBefore(step, walk);
  if (way !== 'there' || before === null || input?.type !== 'bridge') return [];
  if (end.kind !== 'sent' || end.output.key !== input.key) return [];
  if (packet.destination === arrived.destination) return [];
  if (network.settingIn(namespace.key, onBridges) !== '1') return [];
  const port = portOnWay(before, input);
  if (port === null || port.key !== portOnWay(step, input)?.key) return [];
  if (reading.ports.find(({ name }) => name === port.name)?.isHairpin !== false) return [];
  const command = `bridge -d link show dev ${port.name}`;
  return [
    {
      cause: 'no-hairpin',
      certainty: 'shown',
      namespace,
      objects: [port.key, input.key],
      text: `In ${nameOf(namespace)} a rule redirects the packet from ${arrived.destination} to ${packet.destination} while it is on ${code(input.name)} (${onBridges} is 1), which leads back to ${code(port.name)}, where it came in. A bridge sends nothing out of the port that it came in by, and ${code(port.name)} is not in hairpin mode.`,
      evidence: [toAsk(namespace, command, port.key), toAsk(namespace, `sysctl ${onBridges}`)],
      lookAt: typedIn(namespace, command),
    },
  ];
};

function portOnWay({ end }: Step, bridge: Interface): Interface | null {
  if (end.kind !== 'sent') return null;
  return end.onward?.path.find(({ master }) => master === bridge.key) ?? null;
}
