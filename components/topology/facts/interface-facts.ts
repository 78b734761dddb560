/** The facts of an interface; a bridge tells its ports and its forwarding database besides. */
import type { Interface } from '../../../server/protocol/topology.ts';
import type { Survey } from '../survey.ts';
import { stateWords, whereOf } from '../wording.ts';
import { at, type FactGroup, fact, group, line, routesGroup } from './groups.ts';
import { quoted } from './shell-command.ts';

export function interfaceFacts(link: Interface, survey: Survey): FactGroup[] {
  const contents = survey.contentsOf(link.namespace);
  const here = (command: string) => at(link, survey, command);
  const dev = quoted(link.name);
  const peer = survey.interface(link.peer);
  const bridge = survey.interface(link.master);
  const lower = survey.interface(link.lower ?? null);
  const itself = [
    fact('index', String(link.index)),
    fact('type', link.type),
    fact('state', stateWords(link)),
    fact('mac', link.mac ?? 'none'),
    fact('mtu', String(link.mtu)),
  ];
  if (peer !== null)
    itself.push(fact('peer', `${peer.name} in ${whereOf(peer, survey)}`, peer.key));
  if (lower !== null)
    itself.push(fact('lies on', `${lower.name} in ${whereOf(lower, survey)}`, lower.key));
  if (bridge !== null) itself.push(fact('master', bridge.name, bridge.key));
  const groups = [
    group('Link', itself, here(`ip -d link show dev ${dev}`)),
    group(
      'Addresses',
      link.addresses.map(({ address, prefixLength, scope, family }) =>
        fact(family, `${address}/${prefixLength} scope ${scope}`),
      ),
      here(`ip addr show dev ${dev}`),
      'no addresses',
    ),
    routesGroup(
      'Routes through it',
      contents.routes.filter(({ device }) => device === link.name),
      here(`ip route show dev ${dev}`),
    ),
  ];
  if (link.type === 'bridge') groups.push(...bridgeFacts(link, survey));
  const neighbours = contents.neighbours.filter(({ device }) => device === link.name);
  if (neighbours.length > 0) {
    const facts = neighbours.map(({ key, address, mac, state }) =>
      line(`${address} lladdr ${mac ?? '?'} ${state}`, key),
    );
    groups.push(group('Neighbours on it', facts, here(`ip neigh show dev ${dev}`)));
  }
  return groups;
}

function bridgeFacts(bridge: Interface, survey: Survey): FactGroup[] {
  const contents = survey.contentsOf(bridge.namespace);
  const ports = contents.interfaces.filter(({ master }) => master === bridge.key);
  const fdb = contents.fdb.filter((entry) => entry.bridge === bridge.name);
  const name = quoted(bridge.name);
  return [
    group(
      'Ports',
      ports.map((port) => ({ name: port.name, value: stateWords(port), key: port.key })),
      at(bridge, survey, `ip link show master ${name}`),
      'no ports',
    ),
    group(
      'Forwarding database',
      fdb.map(({ key, mac, port, isPermanent }) =>
        line(`${mac} dev ${port}${isPermanent ? ' permanent' : ''}`, key),
      ),
      at(bridge, survey, `bridge fdb show br ${name}`),
      'nothing learnt yet',
    ),
  ];
}
