/** A prediction: what it asks is tried out, and what the packet did is the truth. */
import type { Prediction } from '../../curriculum/course.ts';
import { Fault } from '../../fault.ts';
import type { PredictionJudgement } from '../../protocol/prediction.ts';
import type { Topology } from '../../protocol/topology.ts';
import type { FollowProbe } from '../follow-probe.ts';
import { code } from '../naming.ts';
import { placeOf } from '../probes/probe-runner.ts';
import { readTruth } from './read-truth.ts';

/** Throws Fault `bad-request` for a choice that is none of the options, and what `follow` throws. */
export async function judgePrediction(
  prediction: Prediction,
  choice: string,
  topology: Topology,
  follow: FollowProbe,
): Promise<PredictionJudgement> {
  const { from, probe, asks, options } = prediction;
  if (!options.includes(choice)) {
    throw new Fault('bad-request', 'That is none of the options. Reload the page.');
  }
  const place = placeOf(from.machine, from.in, topology);
  if (place === null) {
    const reason = `There is no namespace ${code(from.in)} to send it from.`;
    return { kind: 'could-not-run', reason };
  }
  const namespacePath = place.kind === 'namespace' ? place.path : null;
  const followed = await follow({ kind: 'probe', machine: from.machine, namespacePath, probe });
  if (followed.kind === 'could-not-run') return followed;
  const read = readTruth(asks, followed);
  if (read.kind === 'unclear') return { kind: 'could-not-run', reason: read.reason };
  const { truth, text } = read;
  return {
    kind: 'judged',
    truth,
    isRight: truth === choice,
    text: options.includes(truth) ? text : `None of these: it is ${code(truth)}. ${text}`,
    traceId: followed.traceId,
    journeyId: followed.request?.journeyId ?? null,
  };
}
