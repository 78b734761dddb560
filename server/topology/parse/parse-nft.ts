/**
 * Chains, of `nft -s -y list ruleset`. The text is read rather than `nft -j`, because the text has the
 * rules in the words in which people write them. One tab stands before a chain, two before a rule.
 * A trace's own table is left out: it comes and goes with the trace, and decides nothing.
 */
import { traceTableName } from '../../protocol/trace-table.ts';
import type { ChainReading } from '../reading.ts';

const tableLine = /^table (\S+) (\S+) \{/;
const ownerLine = /^\tflags (?:.*,)?owner(?:,.*)?$/;
const chainLine = /^\tchain (\S+) \{/;
const hookLine =
  /^type (\S+) hook (\S+)(?: devices? .+?)? priority (-?\d+);(?: policy (\S+);)?(?: comment .*)?$/;

export function parseNft(text: string): ChainReading[] {
  const chains: ChainReading[] = [];
  let table = { family: '', name: '', isTraces: false };
  let chain: ChainReading | null = null;
  for (const line of text.split('\n')) {
    const [, family, tableName] = tableLine.exec(line) ?? [];
    if (family !== undefined && tableName !== undefined)
      table = { family, name: tableName, isTraces: false };
    // Learners may have a table of that name: theirs has no owner.
    if (table.name === traceTableName && ownerLine.test(line)) table.isTraces = true;

    const [, chainName] = chainLine.exec(line) ?? [];
    if (chainName !== undefined) chain = newChain(table, chainName);
    else if (line === '\t}' && chain !== null) {
      if (!table.isTraces) chains.push(chain);
      chain = null;
    } else if (line.startsWith('\t\t') && chain !== null) chain = withLine(chain, line.trim());
  }
  return chains;
}

function newChain(table: { family: string; name: string }, name: string): ChainReading {
  return {
    syntax: 'nft',
    family: table.family,
    table: table.name,
    name,
    type: null,
    hook: null,
    priority: null,
    policy: null,
    rules: [],
  };
}

function withLine(chain: ChainReading, line: string): ChainReading {
  if (line.startsWith('comment "')) return chain; // of the chain itself; a rule begins otherwise
  const [, type, hook, priority, policy] = hookLine.exec(line) ?? [];
  if (chain.hook === null && type !== undefined && hook !== undefined)
    return { ...chain, type, hook, priority: Number(priority), policy: policy ?? null };
  chain.rules.push(line);
  return chain;
}
