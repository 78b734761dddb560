/** Groups of facts that more than one kind of object shows. */
import type { Chain, Listener, Route } from '../../../server/protocol/topology.ts';
import { clashesOf, routeText } from '../layout/route-lines.ts';
import type { Survey } from '../survey.ts';
import { inNamespace, quoted } from './shell-command.ts';

/** `key`: the object that the fact is about, where that is another one. `name` empty: a whole line. */
export type Fact = {
  readonly name: string;
  readonly value: string;
  readonly key: string | null;
  readonly rule?: number; // index in its chain
};

export type FactGroup = {
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly none: string; // said when there are no facts
  readonly command: string | null;
};

export function routesGroup(title: string, routes: readonly Route[], command: string): FactGroup {
  const clashes = clashesOf(routes);
  const facts = routes.map((route) => {
    const source = route.source === null ? '' : ` src ${route.source}`;
    const note = clashes.get(route.key) === 'loses' ? '  (never used)' : '';
    return line(`${routeText(route)}${source}${note}`, route.key);
  });
  return group(title, facts, command, 'no routes');
}

export function chainGroup(chain: Chain, survey: Survey): FactGroup {
  const { syntax, family, table, name, hook, policy, rules } = chain;
  const facts = [fact('hook', hook ?? 'none: only jumped to')];
  if (policy !== null) facts.push(fact('policy', policy));
  facts.push(...rules.map((text, rule) => ({ ...line(text, chain.key), rule })));
  const command =
    syntax === 'iptables'
      ? `${family === 'ip6' ? 'ip6tables' : 'iptables'} -t ${quoted(table)} -S ${quoted(name)}`
      : `nft list chain ${quoted(family)} ${quoted(table)} ${quoted(name)}`;
  return group(`Chain ${name} of table ${table}`, facts, at(chain, survey, command));
}

export function listenerGroup(
  title: string,
  listeners: readonly Listener[],
  command: string,
): FactGroup {
  const facts = listeners.map(({ key, address, port, process }) => ({
    name: `${address.includes(':') ? `[${address}]` : address}:${port}`,
    value: process ?? 'unknown process',
    key,
  }));
  return group(title, facts, command);
}

export function listenerCommand({ protocol, port }: Listener): string {
  return `ss -${protocol === 'tcp' ? 't' : 'u'}lnp 'sport = :${port}'`;
}

export function at(
  object: { readonly namespace: string },
  survey: Survey,
  command: string,
): string {
  return inNamespace(survey.namespace(object.namespace), command);
}

export function group(
  title: string,
  facts: readonly Fact[],
  command: string | null,
  none = '',
): FactGroup {
  return { title, facts, command, none };
}

export function fact(name: string, value: string, key: string | null = null): Fact {
  return { name, value, key };
}

export function line(value: string, key: string): Fact {
  return { name: '', value, key };
}

export function yesNo(statement: boolean): string {
  return statement ? 'yes' : 'no';
}
