import { expect, test, vi } from 'vitest';
import { Fault } from '../fault.ts';
import type { Diagnosis, Finding } from '../protocol/diagnosis.ts';
import type { Topology } from '../protocol/topology.ts';
import { createHintDesk, type Tried } from './hint-desk.ts';

const tried: Tried = {
  machine: 'host',
  namespacePath: null,
  probe: { kind: 'ping', to: '10.0.0.2' },
};
const finding: Finding = {
  cause: 'link-down',
  certainty: 'shown',
  machine: 'host',
  namespace: 'ns:1',
  objects: ['if:1/2'],
  text: '`veth0` on `host` is down.',
  evidence: [],
  lookAt: 'ip link show dev veth0',
};
const broken = (...findings: Finding[]): Diagnosis => {
  return { kind: 'broken', findings, traceId: null, journeyId: null };
};
const topology = (version: number): Topology => ({
  version,
  objects: [
    { kind: 'machine', key: 'machine:host', name: 'host', title: 'host', role: 'learner' },
    {
      ...{ kind: 'namespace', key: 'ns:1', machine: 'host', isRoot: true, name: null },
      ...{ path: '/proc/1/ns/net', process: null },
    },
    {
      ...{ kind: 'interface', key: 'if:1/2', namespace: 'ns:1', index: 2, name: 'veth0' },
      ...{ type: 'veth', mac: null, mtu: 1500, isUp: false, hasCarrier: false },
      ...{ master: null, peer: null, addresses: [] },
    },
  ],
});

function desk(answers: readonly (Diagnosis | null | Error)[], isTried = true) {
  let [version, nowMs, asked] = [1, 0, 0];
  const diagnose = vi.fn(async () => {
    const answer = answers[asked] ?? null;
    asked += 1;
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const { show } = createHintDesk({
    checker: () => ({
      hint: (challengeId, level) => {
        if (challengeId !== 'one') throw new Fault('not-found', 'There is none.');
        return { level, levels: 3, text: 'As ever.' };
      },
      triedFor: (_, level) => (isTried && level > 1 ? tried : null),
    }),
    topology: () => topology(version),
    diagnose,
    nowMs: () => nowMs,
  });
  return {
    diagnose,
    text: async (level: number) => (await show('one', level)).text,
    show,
    change: () => {
      version += 1;
    },
    wait: (ms: number) => {
      nowMs += ms;
    },
  };
}

test('the second hint says what was found, the third what mends it, and both ask once', async () => {
  const { text, diagnose, change, wait } = desk([broken(finding), broken(finding), null]);
  expect(await Promise.all([text(1), text(2), text(3)])).toEqual([
    'As ever.',
    '`veth0` on `host` is down. You can see it with `ip link show dev veth0`.',
    '`ip link set veth0 up`',
  ]);
  expect(diagnose).toHaveBeenCalledOnce();
  change();
  await text(2);
  expect(diagnose).toHaveBeenCalledTimes(2);
  wait(60_000);
  expect(await text(2)).toBe('As ever.');
});

test('where several things fit, none is named as the one', async () => {
  const { text } = desk([broken(finding, finding)]);
  expect(await text(2)).toMatch(/^Several things fit\. .* Or: /);
  expect(await text(3)).toBe('As ever.');
});

test('where no one command mends it, the third hint says where to look', async () => {
  const closed = { ...finding, cause: 'nobody-listening', lookAt: 'ss -ltnp' } as const;
  expect(await desk([broken(closed)]).text(3)).toMatch(/more than one way.*`ss -ltnp` shows where/);
  expect(await desk([broken({ ...closed, lookAt: null })]).text(3)).toBe('As ever.');
});

test.each<[string, Diagnosis | null | Error]>([
  ['is busy', null],
  ['breaks down', new Error('broken')],
  ['finds nothing', { kind: 'unexplained', text: 'Who knows?', traceId: null, journeyId: null }],
  ['finds that it works', { kind: 'works', text: 'It does.', traceId: null }],
])('when the diagnosis %s, the hint is as ever, and it is asked again', async (_, answer) => {
  const { text, diagnose } = desk([answer, broken(finding)]);
  expect(await text(2)).toBe('As ever.');
  expect(await text(2)).toContain('is down');
  expect(diagnose).toHaveBeenCalledTimes(2);
});

test('when it takes too long, the hint is as ever', async () => {
  vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
    const controller = new AbortController();
    setImmediate(() => controller.abort());
    return controller.signal;
  });
  const { text, diagnose } = desk([]);
  diagnose.mockImplementation(() => new Promise(() => undefined));
  expect(await text(2)).toBe('As ever.');
  vi.restoreAllMocks();
});

test('nothing is tried for a hint that needs none, nor for a challenge that is not there', async () => {
  const { text, show, diagnose } = desk([], false);
  expect(await text(2)).toBe('As ever.');
  await expect(show('two', 2)).rejects.toMatchObject({ code: 'not-found' });
  expect(diagnose).not.toHaveBeenCalled();
});
