/** Everything known about an object, in groups; each group with the command that shows the same. */
import type {
  Machine,
  Namespace,
  Route,
  TopologyObject,
} from '../../../server/protocol/topology.ts';
import { clashesOf } from '../layout/route-lines.ts';
import { namespaceTitle, type Survey } from '../survey.ts';
import { stateWords } from '../wording.ts';
import {
  at,
  chainGroup,
  type FactGroup,
  fact,
  group,
  line,
  listenerCommand,
  listenerGroup,
  routesGroup,
  yesNo,
} from './groups.ts';
import { interfaceFacts } from './interface-facts.ts';
import { inNamespace, quoted } from './shell-command.ts';

export function factsOf(object: TopologyObject, survey: Survey): FactGroup[] {
  switch (object.kind) {
    case 'machine':
      return machineFacts(object, survey);
    case 'namespace':
      return namespaceFacts(object, survey);
    case 'interface':
      return interfaceFacts(object, survey);
    case 'route':
      return routeFacts(object, survey);
    case 'chain':
      return [chainGroup(object, survey)];
    case 'sysctl': {
      const facts = [fact(object.name, object.value)];
      return [group('Setting', facts, at(object, survey, `sysctl ${quoted(object.name)}`))];
    }
    case 'listener':
      return [
        listenerGroup('Listening socket', [object], at(object, survey, listenerCommand(object))),
      ];
    case 'neighbour': {
      const { address, mac, device, state } = object;
      const command = `ip neigh show to ${quoted(address)}`;
      const facts = [
        fact('address', address),
        fact('lladdr', mac ?? 'none'),
        fact('dev', device),
        fact('state', state),
      ];
      return [group('Neighbour', facts, at(object, survey, command))];
    }
    case 'fdb-entry': {
      const { mac, port, bridge, isPermanent } = object;
      const facts = [fact('mac', mac), fact('behind', port), fact('permanent', yesNo(isPermanent))];
      return [
        group(
          'Entry of the forwarding database',
          facts,
          at(object, survey, `bridge fdb show br ${quoted(bridge)}`),
        ),
      ];
    }
  }
}

function machineFacts(machine: Machine, survey: Survey): FactGroup[] {
  const spaces = survey.namespacesOf(machine.name);
  const facts = spaces.map((space) =>
    line(`${namespaceTitle(space)}${space.isRoot ? '' : `  ${space.path}`}`, space.key),
  );
  const command = machine.role === 'learner' ? 'ip netns list' : null;
  return [group('Network namespaces', facts, command)];
}

function namespaceFacts(space: Namespace, survey: Survey): FactGroup[] {
  const contents = survey.contentsOf(space.key);
  const here = (command: string) => inNamespace(space, command);
  const itself = [fact('inode', space.key.replace('ns:', '')), fact('path', space.path)];
  if (space.process !== null) itself.push(fact('process', space.process));
  const interfaces = contents.interfaces.map((link) => {
    const addresses = link.addresses.map(
      ({ address, prefixLength }) => `${address}/${prefixLength}`,
    );
    return { name: link.name, value: [stateWords(link), ...addresses].join('  '), key: link.key };
  });
  const udp = contents.listeners.filter(({ protocol }) => protocol === 'udp');
  const tcp = contents.listeners.filter(({ protocol }) => protocol === 'tcp');
  return [
    group('Network namespace', itself, here('readlink /proc/self/ns/net')),
    group('Interfaces', interfaces, here('ip -br addr show'), 'no interfaces'),
    routesGroup('Routes', contents.routes, here('ip route list')),
    group(
      'Neighbours',
      contents.neighbours.map(({ key, address, device, mac, state }) =>
        line(`${address} dev ${device} ${mac === null ? '' : `lladdr ${mac} `}${state}`, key),
      ),
      here('ip neigh show'),
      'no neighbours known yet',
    ),
    ...contents.chains.map((chain) => chainGroup(chain, survey)),
    group(
      'Settings',
      contents.sysctls.map(({ key, name, value }) => ({ name, value, key })),
      contents.sysctls.length === 0
        ? null
        : here(`sysctl ${contents.sysctls.map(({ name }) => quoted(name)).join(' ')}`),
    ),
    ...(tcp.length > 0 ? [listenerGroup('Listening, TCP', tcp, here('ss -tlnp'))] : []),
    ...(udp.length > 0 ? [listenerGroup('Listening, UDP', udp, here('ss -ulnp'))] : []),
  ].filter(({ facts, none }) => facts.length > 0 || none !== '');
}

function routeFacts(route: Route, survey: Survey): FactGroup[] {
  const all = survey.contentsOf(route.namespace).routes;
  const facts = [
    fact('destination', route.destination),
    fact('via', route.gateway ?? 'directly connected'),
    fact('dev', route.device ?? 'none'),
    fact('src', route.source ?? 'chosen by the kernel'),
    fact('proto', route.protocol),
    fact('scope', route.scope),
    fact('metric', String(route.metric)),
    fact('table', route.table),
  ];
  const clash = clashesOf(all).get(route.key);
  if (clash === 'loses') {
    facts.push(fact('never used', 'an earlier route has the same destination and metric'));
  }
  if (clash === 'wins')
    facts.push(fact('clash', 'a later route to the same destination is never used'));
  const ip = route.family === 'inet6' ? 'ip -6' : 'ip';
  return [
    group('Route', facts, at(route, survey, `${ip} route show ${quoted(route.destination)}`)),
  ];
}
