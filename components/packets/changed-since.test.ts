import { expect, test } from 'vitest';
import type { Change, TopologyObject } from '../../server/protocol/topology.ts';
import { hasChangedSince } from './changed-since.ts';

const neighbour: TopologyObject = {
  ...{ kind: 'neighbour', key: 'n', namespace: 'host', device: 'eth0' },
  ...{ address: '10.0.0.9', mac: null, state: 'FAILED' },
};
const machine: TopologyObject = {
  ...{ kind: 'machine', key: 'm', name: 'host', title: 'your host', role: 'learner' },
};
const change = (version: number, after: TopologyObject): Change => ({
  ...{ version, atMs: 0, summary: [], cause: null },
  differences: [{ before: null, after }],
});

test('an answer grows old by what is changed after it, not by what was learnt in giving it', () => {
  expect(hasChangedSince([change(4, machine), change(5, neighbour)], 4)).toBe(false);
  expect(hasChangedSince([change(5, neighbour), change(6, machine)], 4)).toBe(true);
});
