/** Predictions of a learner, judged by sending the packet; its trace is kept as any other. */
import { judgePrediction } from '../checker/predictions/judge-prediction.ts';
import type { Prediction } from '../curriculum/course.ts';
import { Fault } from '../fault.ts';
import { followedProbe } from '../packets/follow-probe.ts';
import type { PredictionJudgement } from '../protocol/prediction.ts';
import type { Topology } from '../protocol/topology.ts';
import type { Traces } from './traces.ts';

export type PredictionDesk = {
  /** Throws `bad-request` for another choice, or while a trace runs; `blind`. */
  judge(prediction: Prediction, choice: string): Promise<PredictionJudgement>;
};

export type PredictionDeskParts = {
  readonly topology: () => Topology | null;
  /** Resolves when `topology()` holds all that has happened by now. */
  readonly settle: () => Promise<void>;
  readonly traces: Pick<Traces, 'probe'>;
};

export function createPredictionDesk({
  topology,
  settle,
  traces,
}: PredictionDeskParts): PredictionDesk {
  function latest(): Topology {
    const known = topology();
    if (known !== null) return known;
    throw new Fault('blind', 'The network has not been read yet. Wait a moment.');
  }

  return {
    async judge(prediction, choice) {
      await settle();
      return judgePrediction(prediction, choice, latest(), async (aim) =>
        followedProbe(await traces.probe(aim), latest()),
      );
    },
  };
}
