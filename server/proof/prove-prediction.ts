/** A prediction, made where it stands in the text: what comes of it is what its author says. */
import { judgePrediction } from '../checker/predictions/judge-prediction.ts';
import type { Prediction } from '../curriculum/course.ts';
import type { Trial } from './trial.ts';

/** Returns the problems, as sentences. Rejects with Faults. */
export async function provePrediction(prediction: Prediction, trial: Trial): Promise<string[]> {
  const { truth, source } = prediction;
  const judged = await judgePrediction(prediction, truth, await trial.topology(), trial.follow);
  const where = `${source.file}:${source.line}`;
  if (judged.kind === 'could-not-run') return [`${where}: could not be judged: ${judged.reason}`];
  return judged.isRight
    ? []
    : [`${where}: the truth is \`${judged.truth}\`, not \`${truth}\`. ${judged.text}`];
}
