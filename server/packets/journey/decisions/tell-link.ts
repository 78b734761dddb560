/** Between interfaces: cables, ports of a bridge, tunnels. */
import type { Decision } from '../../../protocol/journey.ts';
import type { FdbEntry, Interface } from '../../../protocol/topology.ts';
import type { Scene } from '../scene.ts';
import { isGroupMac } from '../score-step.ts';
import type { Step } from '../step.ts';
import { inferred, printed, shown, traced } from './decision.ts';

const everybody = 'ff:ff:ff:ff:ff:ff';

export function tellCable(before: Step, after: Step, { network, command }: Scene): Decision[] {
  const [one, other] = [before.at, after.at];
  if (one === undefined || other === undefined) return [];
  const there = network.placeOf(other.namespace).namespaceName;
  const isSame = one.namespace === other.namespace;
  const text = `The other end of ${one.name} is ${other.name}${isSame ? '' : ` in ${there}`}.`;
  const name = isSame ? other.name : `if${other.index}`;
  const show = command(one.namespace, 'ip', 'link', 'show', one.name);
  return [shown('cable', text, [printed(show, `${one.index}: ${one.name}@${name}`, other.key)])];
}

/** Both ends are seen, and what is between them is not. */
export function tellSegment(before: Step, after: Step, { network }: Scene): Decision[] {
  const [one, other] = [before, after].map(({ at, sighting }) => {
    return `${at?.name ?? '?'} of ${network.placeOf(sighting.namespace).namespaceName}`;
  });
  const text = `${one} and ${other} are on one network outside of the machines: the same frame came in there.`;
  return [inferred('cable', text, [traced(`${one} → ${other}`, after.at?.key ?? null)])];
}

export function tellLoop({ at }: Step): Decision[] {
  const name = at?.name ?? 'lo';
  return [shown('cable', `${name} hands every packet back to the namespace that sent it.`)];
}

/** In at a port, or sent by the bridge itself; `after` is what it went out of or up to. */
export function tellBridge(before: Step, after: Step, scene: Scene): Decision[] {
  const { network } = scene;
  const bridge = bridgeOf(before, scene);
  if (bridge === undefined) return [];
  if (after.from?.link === 'up') return [tellUp(before, bridge, scene)];
  // iptables may have redirected it on the bridge: it is switched by the MAC address that it got then.
  const mac = after.identity.destinationMac ?? '';
  const out = before.next
    .filter((one) => one.at?.key !== bridge.key)
    .map((one) => one.at?.name ?? '?');
  const ports = out.join(', ');
  if (isGroupMac(mac)) {
    const meaning = mac === everybody ? 'means everybody' : "is a group's address";
    return [
      shown('flood', `${mac} ${meaning}: ${bridge.name} sends it out of ${ports}.`, [
        traced(`${bridge.name} → ${ports}`, bridge.key),
      ]),
    ];
  }
  const entry = network.fdbEntryFor(bridge, mac);
  const port = after.at?.name ?? 'a port';
  if (out.length > 1) {
    const text = `${bridge.name} did not know where ${mac} is, and sent it out of all its other ports: ${ports}.`;
    return [shown('flood', text, [traced(`${bridge.name} → ${ports}`, bridge.key)])];
  }
  if (entry !== undefined && entry.port === port) {
    const text = `${bridge.name}'s forwarding database has ${mac} behind ${port}.`;
    return [shown('fdb', text, [fdbEvidence(entry, bridge, scene)])];
  }
  if (network.isScenery(bridge.namespace)) {
    return [inferred('fdb', `${bridge.name} sent it out of ${port} only.`)];
  }
  const text = `${bridge.name} sent it out of ${port}. Its forwarding database does not show ${mac} there now.`;
  return [inferred('fdb', text)];
}

export function fdbEvidence(entry: FdbEntry, bridge: Interface, { command }: Scene) {
  const show = command(bridge.namespace, 'bridge', 'fdb', 'show', 'br', bridge.name);
  const output = `${entry.mac} dev ${entry.port} master ${entry.bridge}`;
  return printed(show, entry.isPermanent ? `${output} permanent` : output, entry.key);
}

function tellUp(before: Step, bridge: Interface, { network, command }: Scene): Decision {
  const mac = before.identity.destinationMac ?? '';
  const here = network.placeOf(bridge.namespace).namespaceName;
  if (isGroupMac(mac)) {
    const whom = mac === everybody ? 'everybody' : 'a group';
    return shown('up', `It is for ${whom}, and so ${bridge.name} takes it into ${here} as well.`);
  }
  const show = command(bridge.namespace, 'ip', 'link', 'show', bridge.name);
  if (mac !== bridge.mac) {
    return shown('up', `${bridge.name} takes it into ${here}, though ${mac} is not its own MAC.`);
  }
  const text = `${mac} is the MAC of ${bridge.name} itself: the frame leaves the switch and goes up into the stack of ${here}.`;
  return shown('up', text, [printed(show, `link/ether ${mac}`, bridge.key)]);
}

export function bridgeOf({ at }: Step, { network }: Scene): Interface | undefined {
  if (at === undefined || at.type === 'bridge') return at;
  return at.master === null ? undefined : network.interfaceByKey(at.master);
}

export function tellWrapped(before: Step, after: Step, { command }: Scene): Decision[] {
  const device = before.at;
  if (device === undefined) return [];
  const outer = after.identity;
  const text = `${device.name} puts the whole frame into a VXLAN packet (VNI ${vniOf(after)}) from ${outer.source} to ${outer.destination}.`;
  const show = command(device.namespace, 'bridge', 'fdb', 'show', 'dev', device.name);
  return [shown('tunnel', text, [printed(show, `… dst ${outer.destination}`, device.key)])];
}

export function tellUnwrapped(before: Step, after: Step): Decision[] {
  const name = after.at?.name ?? 'the tunnel';
  const text = `The VXLAN packet (VNI ${vniOf(before)}) is for this namespace: ${name} takes the frame out of it.`;
  return [
    shown('tunnel', text, [traced(`${after.identity.source ?? ''} in ${name}`, after.at?.key)]),
  ];
}

function vniOf({ sighting }: Step): string {
  const layer = sighting.layers.find(({ kind }) => kind === 'vxlan');
  return layer?.kind === 'vxlan' ? String(layer.vni) : 'unknown';
}

export function tellStacked(before: Step, after: Step): Decision[] {
  const [one, other] = [before.at?.name ?? '?', after.at?.name ?? '?'];
  return [shown('cable', `${one} and ${other} share one interface.`)];
}
