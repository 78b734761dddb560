/** Rules in the words of iptables(8), of `iptables-save`, for the tables that iptables keeps in nft. */
import type { ChainReading } from '../reading.ts';

const tables = new Set(['filter', 'nat', 'mangle', 'raw', 'security']);

/** Whether iptables may have made one of these chains, so that its own words are worth asking for. */
export function mayBeOfIptables(chains: readonly ChainReading[]): boolean {
  return chains.some(({ family, table }) => family === 'ip' && tables.has(table));
}

/**
 * The chains as nft has them, those of iptables' tables in iptables' words. A table that iptables
 * calls incompatible is not in its output and stays in nft's words.
 */
export function withIptablesWords(
  chains: readonly ChainReading[],
  iptablesSave: string,
): ChainReading[] {
  const saved = parseIptablesSave(iptablesSave);
  return chains.map((chain) => {
    const own = chain.family === 'ip' ? saved.get(`${chain.table} ${chain.name}`) : undefined;
    return own === undefined ? chain : { ...chain, syntax: 'iptables', ...own };
  });
}

type SavedChain = { policy: string | null; rules: string[] };

function parseIptablesSave(text: string): Map<string, SavedChain> {
  const chains = new Map<string, SavedChain>();
  let table = '';
  for (const line of text.split('\n')) {
    const [word = '', second = ''] = line.split(' ', 2);
    if (word.startsWith('*')) table = word.slice(1);
    else if (word.startsWith(':'))
      chains.set(`${table} ${word.slice(1)}`, {
        policy: second === '-' ? null : second,
        rules: [],
      });
    else if (word === '-A')
      chains.get(`${table} ${second}`)?.rules.push(line.slice(`-A ${second} `.length));
  }
  return chains;
}
