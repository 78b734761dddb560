/** From a change of the kernel to its event, and to the judgement of the goal that it fulfils. */
import { enterLab, type Learner } from '../learner.ts';
import { spread } from '../percentile.ts';
import { startProduct } from '../product.ts';
import { fixed, type Row } from '../report.ts';
import { openTypist, preciseNowMs } from '../timed-change.ts';

const rounds = 50;

export async function measureJudgement(): Promise<Row[]> {
  await using product = await startProduct({});
  const { learner, lab } = await enterLab(product.url, 'a-namespace-of-its-own');
  using _ = learner;
  const typist = await openTypist(learner, lab);
  const toEventMs: number[] = [];
  const toVerdictMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const heard = learner
      .next('topology:change', ({ change }) => change.summary.length > 0)
      .then(preciseNowMs);
    const judged = verdict(learner, 'passed').then(preciseNowMs);
    const { beganAtMs } = await typist.run('ip netns add netns0');
    toEventMs.push((await heard) - beganAtMs);
    toVerdictMs.push((await judged) - beganAtMs);

    const undone = verdict(learner, 'failed');
    await typist.run('ip netns delete netns0');
    await undone;
  }
  const event = spread(toEventMs);
  const judgement = spread(toVerdictMs);
  return [
    {
      id: 'change-event',
      what: 'kernel change to change event at the client',
      mustBe: 'p95 under 60 ms',
      measured: `p50 ${fixed(event.p50, 0)} ms, p95 ${fixed(event.p95, 0)} ms`,
      isMet: event.p95 < 60,
      figures: { p50Ms: event.p50, p95Ms: event.p95, p99Ms: event.p99 },
    },
    {
      id: 'judgement',
      what: 'judgement of a goal after the change',
      mustBe: 'p95 under 100 ms',
      measured: `p50 ${fixed(judgement.p50, 0)} ms, p95 ${fixed(judgement.p95, 0)} ms`,
      isMet: judgement.p95 < 100,
      figures: { p50Ms: judgement.p50, p95Ms: judgement.p95, p99Ms: judgement.p99 },
    },
  ];
}

function verdict(learner: Learner, wanted: 'passed' | 'failed') {
  return learner.next(
    'challenge:attempt',
    ({ attempt }) => attempt.challengeId.endsWith('netns0') && attempt.verdict === wanted,
  );
}
