/** What each object is called, and one line that says how it is: for labels, outline and facts. */
import type { TerminalPlace } from '../../server/protocol/lab.ts';
import type { Interface, TopologyObject } from '../../server/protocol/topology.ts';
import { routeText } from './layout/route-lines.ts';
import { namespaceTitle, type Survey } from './survey.ts';

export function titleOf(object: TopologyObject): string {
  switch (object.kind) {
    case 'machine':
      return object.title;
    case 'namespace':
      return namespaceTitle(object);
    case 'interface':
      return object.name;
    case 'route':
      return object.destination;
    case 'neighbour':
      return object.address;
    case 'fdb-entry':
      return object.mac;
    case 'chain':
      return `${object.table} ${object.name}`;
    case 'sysctl':
      return object.name;
    case 'listener':
      return `${object.protocol} port ${object.port}`;
  }
}

export const kindWords: Readonly<Record<TopologyObject['kind'], string>> = {
  machine: 'machine',
  namespace: 'network namespace',
  interface: 'interface',
  route: 'route',
  neighbour: 'neighbour',
  'fdb-entry': 'fdb entry',
  chain: 'chain',
  sysctl: 'setting',
  listener: 'listening socket',
};

/** Begins with the words that are drawn, and goes on with what they do not say. */
export function nameDrawn(object: TopologyObject, drawn: string, survey: Survey): string {
  const isUnsaid = (words: string) => !` ${drawn} `.includes(` ${words} `);
  const rest = [titleOf(object), ...describe(object, survey).split(', ')].filter(isUnsaid);
  return drawn === '' ? rest.join(', ') : [drawn, ...rest].join(', ');
}

/** Reads as a sentence after the title: `veth, up, 172.18.0.11/16, cable to ceth0 in netns0`. */
export function describe(object: TopologyObject, survey: Survey): string {
  switch (object.kind) {
    case 'machine':
      return object.role === 'scenery' ? 'machine, part of the scenery' : 'machine';
    case 'namespace':
      return object.isRoot ? `network namespace of ${object.machine}` : 'network namespace';
    case 'interface':
      return describeInterface(object, survey);
    case 'route':
      return routeText(object).slice(object.destination.length).trim() || object.type;
    case 'neighbour':
      return `${object.mac ?? 'no address'} on ${object.device}, ${object.state.toLowerCase()}`;
    case 'fdb-entry':
      return `behind ${object.port} of ${object.bridge}`;
    case 'chain':
      return object.rules.length === 1 ? '1 rule' : `${object.rules.length} rules`;
    case 'sysctl':
      return object.value;
    case 'listener':
      return object.process ?? 'unknown process';
  }
}

function describeInterface(link: Interface, survey: Survey): string {
  const words = [link.type, stateWords(link)];
  // Those that the kernel gives to every interface are left to the facts.
  const own = link.addresses.filter(({ scope }) => scope !== 'link');
  words.push(...own.map(({ address, prefixLength }) => `${address}/${prefixLength}`));
  const bridge = survey.interface(link.master);
  if (bridge !== null) words.push(`port of ${bridge.name}`);
  const peer = survey.interface(link.peer);
  if (peer !== null) words.push(`cable to ${peer.name} in ${whereOf(peer, survey)}`);
  const lower = survey.interface(link.lower ?? null);
  if (lower !== null) words.push(`lies on ${lower.name} in ${whereOf(lower, survey)}`);
  return words.join(', ');
}

export function stateWords({ isUp, hasCarrier }: Interface): string {
  if (!isUp) return 'down';
  return hasCarrier ? 'up' : 'up, no carrier';
}

/** `netns0`, or the machine's name for its root namespace. */
export function whereOf(object: { readonly namespace: string }, survey: Survey): string {
  const namespace = survey.namespace(object.namespace);
  if (namespace === null) return 'an unknown namespace';
  return namespace.isRoot ? namespace.machine : namespaceTitle(namespace);
}

/** Where a terminal opens for this object: on its machine, or in its namespace. */
export function terminalPlaceOf(
  object: TopologyObject | undefined,
  survey: Survey,
): TerminalPlace | null {
  if (object?.kind === 'machine') {
    return object.role === 'learner' ? { machine: object.name, namespacePath: null } : null;
  }
  if (object?.kind !== 'namespace') return null;
  const machine = survey.machines.find(({ name }) => name === object.machine);
  if (machine?.role !== 'learner') return null;
  return { machine: object.machine, namespacePath: object.isRoot ? null : object.path };
}
