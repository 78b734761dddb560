/** Reads the rules that rewrite addresses, in the words of iptables-save or of nft. */
import type { Chain } from '../../protocol/topology.ts';
import { contains, parsePrefix } from '../prefix.ts';

/** Every rule that a packet can come by at that hook: of the base chains and those they jump to. */
export function rulesAt(chains: readonly Chain[], hook: string): string[] {
  const reached = chains.filter((chain) => chain.hook === hook);
  for (const chain of reached) {
    const targets = chain.rules.flatMap((rule) =>
      [...rule.matchAll(/(?:^| )(?:-j|-g|jump|goto) (\S+)/g)].map(([, target]) => target),
    );
    const called = chains.filter(
      (other) =>
        targets.includes(other.name) && isSameTable(other, chain) && !reached.includes(other),
    );
    reached.push(...called); // the loop goes on over these
  }
  return reached.flatMap(({ rules }) => rules);
}

/** A rule without a source rewrites that network, too. Which new source it gives, probes tell. */
export function masquerades(rule: string, source: string | null): boolean {
  if (!/(?:^| )(?:-j (?:MASQUERADE|SNAT)|masquerade|snat)(?: |$)/.test(rule)) return false;
  const [, not, actual] = /(?:^| )(!? ?-s|ip saddr(?: !=)?) (\S+)/.exec(rule) ?? [];
  if (not === undefined || actual === undefined || source === null) return true;
  const [outer, inner] = [parsePrefix(actual), parsePrefix(source)];
  const isNegated = not.includes('!');
  return !isNegated && outer !== null && inner !== null && contains(outer, inner);
}

export function translatesTo(rule: string, port: number | null, to: string | null): boolean {
  const destination = /(?:-j DNAT .*--to-destination|dnat(?: ip)? to) (\S+)/.exec(rule)?.[1];
  const dport = /(?:--dport|dport) (\d+)/.exec(rule)?.[1];
  return (
    destination !== undefined &&
    (to === null || destination === to) &&
    (port === null || Number(dport) === port)
  );
}

function isSameTable(a: Chain, b: Chain): boolean {
  return a.syntax === b.syntax && a.family === b.family && a.table === b.table;
}
