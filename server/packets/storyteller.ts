/**
 * Tells the journeys of a running trace as they grow: asks the kernel what they need, builds them
 * anew, and passes on those that are new or went on.
 */
import { isDeepStrictEqual } from 'node:util';
import { journeyLimit } from '../protocol/events.ts';
import type { Journey } from '../protocol/journey.ts';
import type { Topology } from '../protocol/topology.ts';
import type { AnswerDesk } from './answers/answer-desk.ts';
import { buildJourneys } from './journey/build-journeys.ts';
import { routeQuestions } from './journey/route-questions.ts';
import type { Recording } from './sighting.ts';

export type Storyteller = {
  /** There is something new to tell. */
  wake(): void;
  /** Tells the rest. Settles when all is told. */
  finish(): Promise<void>;
  journeys(): readonly Journey[];
  /** Beyond the limit. */
  untold(): number;
};

export type StorytellerParts = {
  readonly recording: (isOver: boolean) => Recording;
  readonly topology: () => Topology;
  readonly desk: AnswerDesk;
  readonly onJourneys: (journeys: readonly Journey[]) => void;
  readonly onFailure: (error: unknown) => void;
};

/** A packet and its reply are mostly told in one piece. */
const gatherMs = 40;
/** Building may take this share of the time, so that a flood does not keep other labs waiting. */
const pausePerWork = 4;

export function createStoryteller(parts: StorytellerParts): Storyteller {
  let told = new Map<string, Journey>();
  let untold = 0;
  let timer: NodeJS.Timeout | undefined;
  let telling: Promise<void> | undefined;
  let isDue = false;
  let isFinished = false;
  let lastWorkMs = 0;

  async function tell(isOver: boolean): Promise<void> {
    const topology = parts.topology();
    const recording = parts.recording(isOver);
    const answers = await parts.desk.answer({
      topology,
      questions: routeQuestions(recording, topology),
      namespaces: [...new Set(recording.sightings.map(({ namespace }) => namespace))],
      traced: [...new Set(recording.verdicts.map(({ namespace }) => namespace))],
    });
    const startedMs = performance.now();
    const all = buildJourneys({ recording, topology, answers });
    const journeys = all.slice(0, journeyLimit);
    untold = all.length - journeys.length;
    const news = journeys.filter(
      (journey) => !isDeepStrictEqual(journey, told.get(journey.journeyId)),
    );
    told = new Map(journeys.map((journey) => [journey.journeyId, journey]));
    lastWorkMs = performance.now() - startedMs;
    if (news.length > 0) parts.onJourneys(news);
  }

  function schedule() {
    if (timer !== undefined || telling !== undefined || isFinished) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        isDue = false;
        telling = tell(false)
          .catch(parts.onFailure)
          .finally(() => {
            telling = undefined;
            if (isDue) schedule();
          });
      },
      gatherMs + pausePerWork * lastWorkMs,
    );
  }

  return {
    wake() {
      isDue = true;
      schedule();
    },
    async finish() {
      isFinished = true;
      clearTimeout(timer);
      await telling;
      await tell(true).catch(parts.onFailure);
    },
    journeys: () => [...told.values()],
    untold: () => untold,
  };
}
