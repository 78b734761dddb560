import { expect, test } from 'vitest';
import type { Chain, Topology } from '../../protocol/topology.ts';
import type { Verdict } from '../sighting.ts';
import { type ChainWalk, leftAlone } from './left-alone.ts';

const chain = (table: string, type = 'nat'): Chain => ({
  ...{ kind: 'chain', key: `chain:1/ip/${table}/in`, namespace: 'ns:1', syntax: 'nft' },
  ...{ family: 'ip', table, name: 'in', type, hook: 'prerouting', priority: -100 },
  ...{ policy: 'accept', rules: [] },
});
const topology = (...objects: Chain[]): Topology => ({ version: 1, objects });

const policy: Verdict['step'] = { kind: 'policy', outcome: 'accept' };
const rule: Verdict['step'] = { kind: 'rule', handle: 1, outcome: 'accept', target: null };

function walk(table: string, step: Verdict['step']): ChainWalk {
  const place = { namespace: 'ns:1', family: 'ip', table, chain: 'in' };
  const verdict = { ...place, atNs: 1, packetId: 1, step, bytes: null };
  return {
    ...{ ...place, hook: 'prerouting' },
    verdicts: [{ ...verdict, inputIndex: 1, outputIndex: null }],
  };
}

test.each<[string, ChainWalk[], Chain[], boolean]>([
  ['it comes to the end of the only one', [walk('a', policy)], [chain('a')], true],
  ['a rule takes it', [walk('a', rule)], [chain('a')], false],
  ['nothing is known of the second one', [walk('a', policy)], [chain('a'), chain('b')], false],
  [
    'a rule of the second one takes it',
    [walk('a', policy), walk('b', rule)],
    [chain('a'), chain('b')],
    false,
  ],
  [
    'it comes to the end of both',
    [walk('a', policy), walk('b', policy)],
    [chain('a'), chain('b')],
    true,
  ],
  ['only a filter is seen', [walk('a', policy)], [chain('a', 'filter'), chain('b')], false],
  ['nothing is seen', [], [chain('a')], false],
])('chains that rewrite destinations: %s', (_, walks, chains, isLeft) => {
  expect(leftAlone(walks, topology(...chains)).includes('ns:1')).toBe(isLeft);
});
