import { expect, test } from 'vitest';
import type { Topology } from '../../protocol/topology.ts';
import type { RunResult } from '../../sandbox/handle.ts';
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
  return { handle, count: (words: string) => asked.filter((one) => one.includes(words)).length };
}

const topology = (version: number): Topology => ({
  version,
  objects: [
    {
      kind: 'namespace',
      key: 'ns:1',
      machine: 'host',
      isRoot: true,
      name: null,
      path: '/proc/1/ns/net',
      process: null,
    },
  ],
});

const wanted = {
  questions: [{ namespace: 'ns:1', destination: '8.8.8.8', source: null, inputInterface: null }],
  namespaces: ['ns:1'],
  traced: ['ns:1'],
};

test('routes and rules are asked for once in each version, flows after a while', async () => {
  const { handle, count } = deafSandbox();
  let nowMs = 0;
  const desk = createAnswerDesk(handle, () => nowMs);
  const counts = () => [count('-batch'), count('conntrack'), count('ruleset')];
  expect(await desk.answer({ topology: topology(1), ...wanted })).toEqual({
    routes: [],
    flows: [],
    ruleHandles: [],
  });
  await desk.answer({ topology: topology(1), ...wanted });
  expect(counts()).toEqual([1, 1, 1]);
  nowMs += 1_000;
  await desk.answer({ topology: topology(1), ...wanted });
  expect(counts()).toEqual([1, 2, 1]);
  await desk.answer({ topology: topology(2), ...wanted });
  expect(counts()).toEqual([2, 2, 2]);
});
