/** In a real sandbox: what becomes of a packet is told as the kernel shows it. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { judgePrediction } from '../checker/predictions/judge-prediction.ts';
import type { Prediction } from '../curriculum/course.ts';
import type { PredictionJudgement } from '../protocol/prediction.ts';
import type { Sandboxes } from '../sandbox/handle.ts';
import { proofSandboxes } from './proof-sandboxes.ts';
import { provePrediction } from './prove-prediction.ts';
import { inFreshSandbox, type Trial } from './trial.ts';

let sandboxes: Sandboxes;
let trial: Trial;
const isDone = Promise.withResolvers<void>();
let isOver: Promise<void>;

const translated = '-A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE';
const network = `
  ip link add br0 type bridge; ip addr add 172.18.0.1/16 dev br0; ip link set br0 up
  ip netns add netns0; ip link add veth0 type veth peer name ceth0 netns netns0
  ip link set veth0 master br0 up; ip -n netns0 link set ceth0 up; ip -n netns0 link set lo up
  ip -n netns0 addr add 172.18.0.10/16 dev ceth0; ip -n netns0 route add default via 172.18.0.1
  ip netns add alone
  sysctl -qw net.ipv4.ip_forward=1
  iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE
  iptables -A FORWARD -d 1.1.1.1 -j LOG
  iptables -A INPUT -p tcp --dport 81 -j DROP
`;

beforeAll(async () => {
  sandboxes = await proofSandboxes(join(import.meta.dirname, '../../lessons/worlds'), 2);
  const ready = Promise.withResolvers<void>();
  const script = { machine: 'host', path: 'x.sh', text: network };
  const already = [{ ...unused, title: 'x', solution: script }];
  const signal = AbortSignal.timeout(50_000);
  isOver = inFreshSandbox({ sandboxes, world: 'one-host', already, signal }, async (made) => {
    trial = made;
    ready.resolve();
    await isDone.promise;
  });
  await Promise.race([ready.promise, isOver]);
}, 60_000);

afterAll(async () => {
  isDone.resolve();
  await isOver;
  await sandboxes?.close();
});

const source = { file: 'predictions/x.yaml', line: 1 };
const unused = {
  id: 'lesson/x',
  goal: {
    machine: 'host',
    ...{ namespaces: [], interfaces: [], routes: [], nat: [] },
    ...{ chains: [], sysctls: [], listeners: [], neighbours: [], fdb: [] },
  },
  ...{ probes: [], hints: [], wrong: [], source },
};

function prediction(
  asks: Prediction['asks'],
  from: string,
  probe: Prediction['probe'],
  options: readonly string[],
): Prediction {
  const place = { machine: 'host', in: from };
  const at = { afterChallenges: 0, afterBlocks: 0, source };
  return {
    id: 'l/p',
    title: '?',
    from: place,
    probe,
    asks,
    options,
    truth: options[0] ?? '',
    ...at,
  };
}

async function judged(asked: Prediction, choice: string): Promise<PredictionJudgement> {
  return judgePrediction(asked, choice, await trial.topology(), trial.follow);
}

const ping = (to: string) => ({ kind: 'ping', to }) as const;
const tcp = (to: string, port: number) => ({ kind: 'tcp', to, port }) as const;

it.each<[string, Prediction, string, RegExp]>([
  [
    'an answer',
    prediction('answered', 'netns0', ping('8.8.8.8'), ['yes', 'no']),
    'yes',
    /^The answer is back\. /,
  ],
  [
    'a way out that is not there',
    prediction('answered', 'alone', ping('8.8.8.8'), ['yes', 'no']),
    'no',
    /^Nothing was sent: Network is unreachable\.$/,
  ],
  [
    'a packet that a rule drops',
    prediction('answered', 'netns0', tcp('172.18.0.1', 81), ['yes', 'no']),
    'no',
    /-A INPUT -p tcp .*--dport 81 -j DROP/,
  ],
  [
    'a port where nothing listens',
    prediction('answered', 'netns0', tcp('172.18.0.1', 82), ['yes', 'no']),
    'no',
    /^The connection is refused: nothing listens there in `host`\.$/,
  ],
  [
    'who has the address',
    prediction('answered-by', 'netns0', ping('8.8.8.8'), ['internet', 'host', 'nobody']),
    'internet',
    /./,
  ],
  [
    'that nobody got it',
    prediction('answered-by', 'netns0', tcp('172.18.0.1', 81), ['nobody', 'host']),
    'nobody',
    /DROP/,
  ],
  [
    'a rewritten source',
    prediction('source', 'netns0', ping('8.8.8.8'), ['172.16.0.2', '172.18.0.10']),
    '172.16.0.2',
    /^`internet` saw 172\.16\.0\.2\. It was rewritten before it left by eth0: the rule `.* MASQUERADE` did\.$/,
  ],
  [
    'a source that stays',
    prediction('source', 'netns0', ping('172.18.0.1'), ['172.18.0.10', '172.18.0.1']),
    '172.18.0.10',
    /^`host` saw 172\.18\.0\.10: nobody rewrote it on its way\.$/,
  ],
  [
    'the rule that decided, not the one that only logs',
    prediction('rule', 'netns0', ping('1.1.1.1'), [translated, 'no rule']),
    translated,
    /POSTROUTING/,
  ],
  [
    'that no rule decided',
    prediction('rule', 'netns0', ping('172.18.0.1'), ['no rule', translated]),
    'no rule',
    /^No rule decided on it\.$/,
  ],
])('tells %s', async (_, asked, truth, text) => {
  const judgement = await judged(asked, truth);
  expect(judgement).toMatchObject({ kind: 'judged', truth, isRight: true });
  expect(judgement).toMatchObject({ text: expect.stringMatching(text) });
  expect(await provePrediction({ ...asked, truth }, trial)).toEqual([]);
});

it('names the journey of the packet, which another choice does not change', async () => {
  const asked = prediction('answered', 'netns0', ping('8.8.8.8'), ['yes', 'no']);
  expect(await judged(asked, 'no')).toMatchObject({
    truth: 'yes',
    isRight: false,
    journeyId: expect.stringMatching(/./),
  });
});

it('refutes what an author says, and says when it is none of the options', async () => {
  const wrong = prediction('answered-by', 'netns0', ping('8.8.8.8'), ['router', 'host']);
  const [problem = ''] = await provePrediction(wrong, trial);
  expect(problem).toMatch(/^predictions\/x\.yaml:1: the truth is `internet`, not `router`\. /);
  expect(problem).toContain('None of these: it is `internet`.');
});

it('is not judged from where nothing is', async () => {
  const nowhere = prediction('answered', 'netns9', ping('8.8.8.8'), ['yes', 'no']);
  expect(await judged(nowhere, 'no')).toEqual({
    kind: 'could-not-run',
    reason: 'There is no namespace `netns9` to send it from.',
  });
});
