import { expect, test } from 'vitest';
import type { Topology } from '../../protocol/topology.ts';
import type { RunResult } from '../../sandbox/handle.ts';
import type { Verdict } from '../sighting.ts';
import { createAnswerDesk } from './answer-desk.ts';
import type { Asked } from './ask-inside.ts';

/** Counts what is asked, and can answer nothing. */
function deafSandbox() {
  const asked: string[] = [];
  const handle: Asked = {
    machines: [{ name: 'host', role: 'learner', title: 'host', initPid: 7 }],
    async run(_place, argv): Promise<RunResult> {
      asked.push(argv.join(' '));
      return { kind: 'could-not-run', reason: 'There is no sandbox.' };
    },
  };
  const count = (words: string) => asked.filter((one) => one.includes(words)).length;
  return { handle, count, starts: () => asked.length };
}

const address = (mac: string): Topology['objects'][number] => ({
  ...{ kind: 'neighbour', key: 'n', namespace: 'ns:1', address: '10.0.0.1', device: 'eth0' },
  ...{ mac, state: 'REACHABLE' },
});
const setting = (value: string): Topology['objects'][number] => ({
  ...{ kind: 'sysctl', key: 's', namespace: 'ns:1', name: 'net.ipv4.ip_forward', value },
});
const chain = (...rules: string[]): Topology['objects'][number] => ({
  ...{ kind: 'chain', key: 'c', namespace: 'ns:1', syntax: 'nft', family: 'ip', table: 'mine' },
  ...{ name: 'in', type: 'filter', hook: 'input', priority: 0, policy: 'accept', rules },
});
const topology = (version: number, ...objects: Topology['objects']): Topology => ({
  version,
  objects: [
    {
      ...{ kind: 'namespace', key: 'ns:1', machine: 'host', isRoot: true, name: null },
      ...{ path: '/proc/1/ns/net', process: null },
    },
    ...objects,
  ],
});
const met = (handle: number): Verdict => ({
  ...{ atNs: 0, namespace: 'ns:1', packetId: 1, family: 'ip', table: 'mine', chain: 'in' },
  step: { kind: 'rule', handle, outcome: 'accept', target: null },
  ...{ inputIndex: null, outputIndex: null, bytes: null },
});
const policy: Verdict = { ...met(0), step: { kind: 'policy', outcome: 'accept' } };

function deskThatCounts() {
  const { handle, count, starts } = deafSandbox();
  let nowMs = 0;
  const desk = createAnswerDesk(handle, () => nowMs);
  return {
    starts,
    wait: (ms: number) => {
      nowMs += ms;
    },
    /** How often was asked, by then, for routes, flows and rulesets. */
    async answer(now: Topology, verdicts: readonly Verdict[] = [met(1)]) {
      await desk.answer({
        ...{ topology: now, namespaces: ['ns:1'], verdicts },
        questions: [
          { namespace: 'ns:1', destination: '8.8.8.8', source: null, inputInterface: null },
        ],
      });
      return [count('-batch'), count('conntrack'), count('ruleset')];
    },
  };
}

test('all that is asked at once is asked by one process', async () => {
  const { answer, starts } = deskThatCounts();
  expect(await answer(topology(1))).toEqual([1, 1, 1]);
  expect(starts()).toBe(1);
});

test('routes are asked for again when something that leads has changed, or after a while', async () => {
  const { answer, wait } = deskThatCounts();
  await answer(topology(1, setting('0')));
  expect(await answer(topology(2, setting('0'), address('02::1')))).toEqual([1, 1, 1]);
  expect((await answer(topology(3, setting('1'))))[0]).toBe(2);
  wait(10_000);
  expect((await answer(topology(3, setting('1'))))[0]).toBe(3);
});

test('flows are asked for again after a while, and only where there are rules', async () => {
  const { answer, wait } = deskThatCounts();
  expect((await answer(topology(1), []))[1]).toBe(0);
  expect((await answer(topology(1, chain()), []))[1]).toBe(1);
  wait(399);
  expect((await answer(topology(1, chain()), []))[1]).toBe(1);
  wait(1);
  expect((await answer(topology(2), []))[1]).toBe(2); // they outlive the rules
});

test('a ruleset is read when one of its rules was met, or it has changed since', async () => {
  const { answer } = deskThatCounts();
  expect((await answer(topology(1, chain('counter')), [policy]))[2]).toBe(0);
  expect((await answer(topology(1, chain('counter')), [policy, met(1)]))[2]).toBe(1);
  expect((await answer(topology(2, chain('counter'), address('02::1'))))[2]).toBe(1);
  expect((await answer(topology(3, chain('drop'))))[2]).toBe(2);
  // In its place came one with the same words, as after a flush.
  expect((await answer(topology(3, chain('drop')), [met(1), met(2)]))[2]).toBe(3);
  expect((await answer(topology(3, chain('drop')), [met(1), met(2)]))[2]).toBe(3);
});
