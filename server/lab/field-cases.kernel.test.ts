/** The last resort of who repairs a field case: "Why?" at what fails names what is broken. */
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { triedBy } from '../checker/probes/tried.ts';
import { runSetup } from '../checker/run-setup.ts';
import { drawLesson } from '../curriculum/draw-lesson.ts';
import { loadCourse } from '../curriculum/load-course.ts';
import { packetwatchTool } from '../packets/capture/capture.ts';
import { createTurns } from '../packets/turns.ts';
import type { CauseKind } from '../protocol/diagnosis.ts';
import type { Sandboxes } from '../sandbox/handle.ts';
import { openTestSandboxes } from '../sandbox/test-sandboxes.fixture.ts';
import { netwatchTool } from '../topology/observe.ts';
import { observeSandbox } from '../topology/observed-sandbox.fixture.ts';
import { createTraces } from './traces.ts';
import { createWhyDesk } from './why.ts';

const { course } = await loadCourse(join(import.meta.dirname, '../../lessons'));
const lessons = course.modules
  .filter(({ id }) => id === 'field-cases')
  .flatMap((module) => module.lessons);

/** `probe`: the one that fails, where it is not the first of the challenge. */
type Expected = { readonly cause: CauseKind; readonly text: RegExp; readonly probe?: string };

const expected: Readonly<Record<string, Expected>> = {
  'the-till-is-silent': { cause: 'link-down', text: /^`eth0` in `\S+` is down/ },
  'the-new-colleague': {
    cause: 'arp-unanswered',
    text: /`port2` on `host`, which is no port of a/,
  },
  'half-of-the-neighbours': { cause: 'no-route', text: /^`till` has no route to 10\.40\.0\.9/ },
  'the-nightly-backup': { cause: 'no-route', text: /has no route to 8\.8\.8\.8/ },
  'since-the-cabinet': { cause: 'wrong-gateway', text: /goes by \S+\.254, but no interface has/ },
  'after-the-restart': { cause: 'forwarding-off', text: /net\.ipv4\.ip_forward is 0/ },
  'the-new-network': {
    cause: 'no-masquerade',
    text: /leaves `host` by `eth0` with its own source/,
  },
  'one-way-street': { cause: 'dropped-by-policy', text: /^The answer is dropped .* `FORWARD`/ },
  'a-rule-without-effect': { cause: 'dropped-by-rule', text: /`-s \S+ -j DROP`/ },
  'not-even-next-door': { cause: 'bridge-netfilter', text: /bridge-nf-call-iptables is 1/ },
  'works-on-my-machine': { cause: 'nobody-listening', text: /only on `127\.0\.0\.1:8080`/ },
  'turned-away': { cause: 'nobody-listening', text: /no program listens on \S+ port 80 there/ },
  'one-of-two': { cause: 'ambiguous-route', text: /cable1.*cable2/, probe: 'till' },
  'two-of-a-kind': { cause: 'same-mac', text: /have the same MAC address 02:/ },
  'an-old-acquaintance': {
    cause: 'wrong-neighbour',
    text: /noted with the MAC .*02:42:ac:12:00:09/,
  },
  'the-internet-is-gone': {
    cause: 'name-not-resolved',
    text: /name server 172\.16\.0\.53 cannot be/,
  },
  'the-cheap-provider': { cause: 'wrong-gateway', text: /goes by 172\.16\.0\.254/ },
  'all-but-one': { cause: 'refused-by-route', text: /`blackhole 93\.184\.215\.0\/24`/ },
  'only-small-ones': { cause: 'mtu', text: /takes packets up to 1000 bytes/ },
};

let sandboxes: Sandboxes;
beforeAll(async () => {
  sandboxes = await openTestSandboxes({ tools: [netwatchTool, packetwatchTool] });
});
afterAll(() => sandboxes.close());

test('there is an answer for each case', () => {
  expect(lessons.map(({ id }) => id).toSorted()).toEqual(Object.keys(expected).toSorted());
});

test.each(Object.entries(expected))('%s', async (id, { cause, text, probe }) => {
  const found = lessons.find((lesson) => lesson.id === id);
  if (found === undefined) expect.unreachable();
  const lesson = drawLesson(found, 'why');
  const { handle, observer } = await observeSandbox(sandboxes, lesson.world);
  const { topology, settle } = observer;
  const traces = createTraces({
    ...{ labId: 'lab', handle, topology, settle },
    nextNumber: () => 1,
    nowMs: Date.now,
    turns: createTurns(1),
    tell: () => undefined,
    log: pino({ level: 'silent' }),
  });
  try {
    await runSetup(handle, lesson, new AbortController().signal);
    await settle();
    const probes = lesson.challenges.flatMap((challenge) => challenge.probes);
    const failing = probes.find((one) => probe === undefined || one.id === probe);
    const now = topology();
    if (failing === undefined || now === null) expect.unreachable();
    const tried = triedBy(failing, { topology: now, variables: new Map() });
    if (tried === null) expect.unreachable();
    const diagnosis = await createWhyDesk({ handle, topology, settle, traces }).diagnose(tried);
    expect(diagnosis).toMatchObject({ kind: 'broken' });
    const [first] = diagnosis.kind === 'broken' ? diagnosis.findings : [];
    expect(first).toMatchObject({ cause, text: expect.stringMatching(text) });
  } finally {
    traces.close();
    observer.close();
    await handle.end('The test is over.');
  }
});
