/** A rule whose text says that it redirects a port. What it does is for the kernel to say. */
import type { Evidence } from '../../../protocol/journey.ts';
import type { Chain, Namespace } from '../../../protocol/topology.ts';
import { typedIn } from '../wording.ts';

export type Redirection = { readonly chain: Chain; readonly rule: string; readonly index: number };

export function redirectionOf(port: number, chains: readonly Chain[]): Redirection | null {
  const forPort = new RegExp(`\\bdport ${port}\\b`);
  const found = chains
    .flatMap((chain) => chain.rules.map((rule, index) => ({ chain, rule, index })))
    .find(({ rule }) => /\b(DNAT|REDIRECT|dnat|redirect)\b/.test(rule) && forPort.test(rule));
  return found ?? null;
}

export function redirectionEvidence(
  namespace: Namespace,
  { chain, rule, index }: Redirection,
): Evidence & { readonly command: string } {
  const { syntax, family, table, name } = chain;
  const command =
    syntax === 'iptables' ? `iptables -t ${table} -S` : `nft list chain ${family} ${table} ${name}`;
  return { command: typedIn(namespace, command), output: rule, object: chain.key, rule: index };
}
