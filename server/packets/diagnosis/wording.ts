/** How sentences and commands call the things of a network. */
import type { Interface, Namespace } from '../../protocol/topology.ts';
import { commandIn } from '../answers/shell-words.ts';
import type { Network } from './network.ts';

export function code(text: string): string {
  return `\`${text}\``;
}

export function nameOf(namespace: Namespace): string {
  if (namespace.isRoot) return code(namespace.machine);
  return namespace.name === null
    ? `the namespace of ${code(namespace.process ?? 'a process')}`
    : code(namespace.name);
}

/** `veth1` in `netns1`, `br0` on `host`. */
export function interfaceWords(network: Network, one: Interface): string {
  const namespace = network.namespaces.get(one.namespace);
  if (namespace === undefined) return code(one.name);
  return `${code(one.name)} ${namespace.isRoot ? 'on' : 'in'} ${nameOf(namespace)}`;
}

/** As it is typed on the namespace's machine. The words of a command as text hold no spaces. */
export function typedIn(namespace: Namespace, command: string | readonly string[]): string {
  return commandIn(namespace, typeof command === 'string' ? command.split(' ') : command);
}

/** Which command shows the line that the kernel took: a rule of `ip rule` may have led elsewhere. */
export function routesCommand({ command, table }: RoutesTaken): string {
  const program = command.startsWith('ip -6') ? 'ip -6' : 'ip';
  return table === null ? `${program} route` : `${program} route show table ${table}`;
}

type RoutesTaken = { readonly command: string; readonly table: string | null };

export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
