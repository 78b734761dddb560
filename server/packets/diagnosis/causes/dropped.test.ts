import { expect, test } from 'vitest';
import type { Chain, Namespace } from '../../../protocol/topology.ts';
import { networkOf } from '../network.ts';
import type { Drop, Scene } from '../scene.ts';
import { dropped, isKnownAnswer } from './dropped.ts';

const namespace: Namespace = {
  ...{ kind: 'namespace', key: 'ns:1', machine: 'host', isRoot: true, name: null },
  ...{ path: '/proc/1/ns/net', process: null },
};
const chain: Chain = {
  ...{ kind: 'chain', key: 'chain', namespace: 'ns:1', syntax: 'iptables', family: 'ip' },
  ...{ table: 'filter', name: 'FORWARD', type: 'filter', hook: 'forward', priority: 0 },
  ...{ policy: 'DROP', rules: [] },
};
const drop: Drop = { namespace, chain, isPolicy: true, rule: null, input: null, isAnswer: true };
const scene = (arrivedIn: string): Scene => ({
  network: networkOf({ version: 1, objects: [namespace, chain] }),
  probe: { kind: 'ping', to: '10.0.0.1' },
  walk: { there: [], back: [], end: 'stopped' },
  outcome: { kind: 'silent', complaint: 'no reply' },
  arrivedIn: new Set([arrivedIn]),
  answeredIn: new Set(),
  drops: [drop],
});

// Where the packet did not come through, connection tracking takes its answer for something new.
test.each([
  ['saw the packet', 'ns:1', true],
  ['did not see the packet', 'ns:2', false],
])('an answer is dropped where one %s', (_, arrivedIn, isKnown) => {
  expect(isKnownAnswer(dropped(drop, scene(arrivedIn)))).toBe(isKnown);
});
