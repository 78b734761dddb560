import { expect, test } from 'vitest';
import { parseRuleHandles } from './parse-rule-handles.ts';

const rule = (chain: string, handle: number) => ({
  rule: { family: 'ip', table: 'nat', chain, handle, expr: [] },
});
const chain = (name: string) => ({
  chain: { family: 'ip', table: 'nat', name, handle: 1, type: 'nat', hook: 'x', prio: -100 },
});

test('handles stand in the order in which the kernel walks the rules', () => {
  const ruleset = {
    nftables: [
      { metainfo: { version: '1.0.6' } },
      { table: { family: 'ip', name: 'nat', handle: 1 } },
      chain('PREROUTING'),
      chain('empty'),
      rule('PREROUTING', 9),
      rule('PREROUTING', 4),
    ],
  };
  expect(parseRuleHandles(JSON.stringify(ruleset))).toEqual([
    { family: 'ip', table: 'nat', chain: 'PREROUTING', handles: [9, 4] },
    { family: 'ip', table: 'nat', chain: 'empty', handles: [] },
  ]);
});

test('a ruleset that was cut off gives none, rather than some', () => {
  expect(parseRuleHandles('{"nftables": [{"rule": {"family": "ip"')).toBeNull();
});
