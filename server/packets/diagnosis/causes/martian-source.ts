/**
 * A packet comes in that says it comes from the receiver itself. The kernel drops it whatever rp_filter
 * is, and logs it as "martian source" where it was told to.
 */
import { asSaid, toAsk } from '../draft.ts';
import type { Cause, Scene } from '../scene.ts';
import { isIpv6, type Step } from '../step.ts';
import { code, nameOf, typedIn } from '../wording.ts';

export const martianSource: Cause = (onTheWay, scene) => {
  const { end } = onTheWay;
  const step = (end.kind === 'sent' ? end.unheard : null) ?? onTheWay;
  const { namespace, input, packet, reading } = step;
  const { wayBack } = reading;
  if (!isOwnSource(step) || input === null || isInCircle(step, scene)) return [];
  const setting = `net.ipv4.conf.${input.name}.${settingFor(packet.source)}`;
  const why = isLoopback(packet.source)
    ? 'that is a loopback address, which the kernel takes in from nowhere else'
    : 'that is its own address, and from outside the kernel takes in nothing that says it comes from itself';
  return [
    {
      cause: 'martian-source',
      certainty: 'shown',
      namespace,
      objects: [input.key],
      text: `${nameOf(namespace)} drops what comes from ${packet.source} on ${code(input.name)}: ${why} while ${setting} is 0, whatever rp_filter is.${whoseItIs(step, scene)}`,
      evidence: [
        ...(wayBack === null ? [] : [asSaid(namespace, wayBack)]),
        toAsk(namespace, `sysctl ${setting}`),
        asSaid(namespace, reading.route),
      ],
      lookAt: typedIn(namespace, 'ip -br address'),
    },
  ];
};

/** The way back to the source is the namespace itself, or any loopback; and no setting allows that. */
export function isOwnSource(step: Step): boolean {
  const { input, packet, reading, end } = step;
  if (input === null || end.kind !== 'refused' || isIpv6(step)) return false;
  if (!/Invalid (argument|cross-device)/.test(reading.route.output)) return false;
  const { wayBack } = reading;
  const isOwn = wayBack?.kind === 'route' && wayBack.type === 'local';
  if (!isOwn && !isLoopback(packet.source)) return false;
  return ['all', input.name].every(
    (of) => reading.settings.get(`net.ipv4.conf.${of}.${settingFor(packet.source)}`) === '0',
  );
}

/** Each allows it, for all interfaces or for one. */
function settingFor(source: string | null): string {
  return isLoopback(source) ? 'route_localnet' : 'accept_local';
}

function isLoopback(source: string | null): boolean {
  return source?.startsWith('127.') === true;
}

/** It comes back as it was sent: routes have led it in a circle, and that is what is wrong. */
function isInCircle({ namespace, way, packet }: Step, { walk }: Scene): boolean {
  const [sender] = walk.there;
  return (
    way === 'there' &&
    sender?.namespace.key === namespace.key &&
    sender.packet.destination === packet.destination
  );
}

/** Sent out, its destination was rewritten, and so it came back to who had sent it. */
function whoseItIs({ namespace, way }: Step, { walk }: Scene): string {
  const turned = walk.there.find(({ flow, packet }) => flow !== null && packet.source !== null);
  const isOwn = way === 'there' && walk.there[0]?.namespace.key === namespace.key;
  if (!isOwn || turned === undefined || turned.end.kind !== 'sent') return '';
  const { destination, source } = turned.end.leaves;
  if (source !== turned.packet.source || destination === turned.arrived.destination) return '';
  return ` It is its own packet: ${nameOf(turned.namespace)} rewrote its destination to ${destination}, and not its source.`;
}
