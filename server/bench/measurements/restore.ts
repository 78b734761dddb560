/** From the wish to stand at the start of a challenge to the prompt there, for each of the course. */
import { join } from 'node:path';
import { loadCourse } from '../../curriculum/load-course.ts';
import { enterLab } from '../learner.ts';
import { spread } from '../percentile.ts';
import { startProduct } from '../product.ts';
import { fixed, type Row } from '../report.ts';

const lessonsFolder = join(import.meta.dirname, '../../../lessons');

export async function measureRestore(): Promise<Row[]> {
  const { course } = await loadCourse(lessonsFolder);
  const lessons = course.modules.flatMap((module) => module.lessons);
  await using product = await startProduct({});
  const restores: Restore[] = [];
  for (const { id, challenges } of lessons) {
    if (challenges.length > 0) restores.push(...(await restoresOf(product.url, id, challenges)));
  }
  const { p50, p95 } = spread(restores.map(({ ms }) => ms));
  const slowest = restores.reduce((one, other) => (other.ms > one.ms ? other : one));
  return [
    {
      id: 'restore',
      what: `restore to the start of a challenge, each of ${restores.length} once, to its prompt`,
      mustBe: 'each under 1 s',
      measured: `p50 ${fixed(p50, 0)} ms, p95 ${fixed(p95, 0)} ms; ${slowest.challengeId} ${fixed(slowest.ms, 0)} ms`,
      isMet: slowest.ms < 1000,
      figures: { p50Ms: p50, p95Ms: p95, slowestMs: slowest.ms },
    },
  ];
}

type Restore = { readonly challengeId: string; readonly ms: number };

async function restoresOf(
  url: string,
  lessonId: string,
  challenges: readonly { readonly id: string }[],
): Promise<Restore[]> {
  const { learner } = await enterLab(url, lessonId);
  using _ = learner;
  const restores: Restore[] = [];
  for (const { id } of challenges) {
    let terminalId: string | null = null;
    const opened = learner.next('terminal:opened', ({ terminal }) => {
      terminalId ??= terminal.terminalId;
      return true;
    });
    const prompted = learner.next(
      'terminal:shell',
      (notice) => notice.terminalId === terminalId && notice.shell.kind === 'prompt',
    );
    const beganAtMs = performance.now();
    await Promise.all([learner.ask('lab:reset', { toStartOf: id }), opened, prompted]);
    restores.push({ challengeId: id, ms: performance.now() - beganAtMs });
  }
  await learner.ask('lab:leave', {});
  return restores;
}
