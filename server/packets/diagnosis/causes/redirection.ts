/** A rule whose text says that it redirects a port. What it does is for the kernel to say. */
import type { Chain } from '../../../protocol/topology.ts';

export type Redirection = { readonly chain: Chain; readonly rule: string; readonly index: number };

export function redirectionOf(port: number, chains: readonly Chain[]): Redirection | null {
  const forPort = new RegExp(`\\bdport ${port}\\b`);
  const found = chains
    .flatMap((chain) => chain.rules.map((rule, index) => ({ chain, rule, index })))
    .find(({ rule }) => /\b(DNAT|REDIRECT|dnat|redirect)\b/.test(rule) && forPort.test(rule));
  return found ?? null;
}
