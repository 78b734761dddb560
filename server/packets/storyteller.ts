/**
 * Tells the journeys of a running trace as they grow: asks the kernel what they need, builds them
 * anew, and passes on those that are new or went on.
 */
import { isDeepStrictEqual } from 'node:util';
import { journeyLimit } from '../protocol/events.ts';
import type { Journey } from '../protocol/journey.ts';
import type { Topology } from '../protocol/topology.ts';
import type { AnswerDesk } from './answers/answer-desk.ts';
import { buildStories, patienceNs } from './journey/build-journeys.ts';
import { rememberPlaces } from './journey/remember-places.ts';
import { routeQuestions } from './journey/route-questions.ts';
import { createStateLog } from './journey/state-log.ts';
import { createStoryMemory } from './journey/story-memory.ts';
import type { Recording } from './sighting.ts';
import type { Turns } from './turns.ts';

export type Storyteller = {
  /** There is something new to tell. */
  wake(): void;
  /** The topology has changed. */
  see(topology: Topology): void;
  /** Tells the rest. Settles when all is told. */
  finish(): Promise<void>;
  journeys(): readonly Journey[];
  /** Beyond the limit. */
  untold(): number;
};

export type StorytellerParts = {
  readonly recording: (isOver: boolean) => Recording;
  readonly topology: () => Topology;
  /** Since the trace began, as the recording counts. */
  readonly nowNs: () => number;
  readonly desk: AnswerDesk;
  readonly turns: Turns;
  /** `gone`: ids that were told before, and are not in the story any more. */
  readonly onJourneys: (journeys: readonly Journey[], gone: readonly string[]) => void;
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
  let places = parts.topology();
  const memory = createStoryMemory();
  const log = createStateLog(places);
  let quietTimer: NodeJS.Timeout | undefined;

  async function tell(isOver: boolean): Promise<void> {
    const endTurn = await parts.turns.take();
    try {
      isDue = false; // what came while it waited is told as well
      await tellNow(isOver);
    } finally {
      endTurn();
    }
  }

  async function tellNow(isOver: boolean): Promise<void> {
    const askedMs = performance.now();
    const topology = parts.topology();
    log.see(topology, parts.nowNs());
    places = rememberPlaces(places, topology);
    const recording = parts.recording(isOver);
    const questions = routeQuestions(recording, places);
    const askingMs = performance.now() - askedMs;
    const answers = await parts.desk.answer({
      topology,
      questions,
      namespaces: [...new Set(recording.sightings.map(({ namespace }) => namespace))],
      verdicts: recording.verdicts,
    });
    const startedMs = performance.now();
    const nowNs = parts.nowNs();
    const stories = buildStories({ recording, topology: places, answers, nowNs }, journeyLimit);
    log.see(parts.topology(), nowNs);
    const journeys = memory.settle(stories, nowNs, log);
    untold = stories.untold;
    const news = journeys.filter(
      (journey) => !isDeepStrictEqual(journey, told.get(journey.journeyId)),
    );
    const before = told;
    told = new Map(journeys.map((journey) => [journey.journeyId, journey]));
    const gone = [...before.keys()].filter((id) => !told.has(id));
    lastWorkMs = askingMs + performance.now() - startedMs;
    if (news.length > 0 || gone.length > 0) parts.onJourneys(news, gone);
  }

  function schedule() {
    if (timer !== undefined || telling !== undefined || isFinished) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        telling = tell(false)
          .catch(parts.onFailure)
          .finally(() => {
            endTelling();
            tellWhenQuiet();
          });
      },
      gatherMs + pausePerWork * lastWorkMs,
    );
  }

  function endTelling() {
    telling = undefined;
    if (isDue) schedule();
  }

  /** What has ended is told before the network changes, and is not told otherwise later. */
  function tellWhenQuiet() {
    clearTimeout(quietTimer);
    if (isFinished) return;
    quietTimer = setTimeout(() => {
      if (!isFinished) telling ??= tell(false).catch(parts.onFailure).finally(endTelling);
    }, patienceNs / 1e6);
  }

  return {
    wake() {
      isDue = true;
      schedule();
    },
    see: (topology) => log.see(topology, parts.nowNs()),
    async finish() {
      isFinished = true;
      clearTimeout(timer);
      clearTimeout(quietTimer);
      await telling;
      await tell(true).catch(parts.onFailure);
    },
    journeys: () => [...told.values()],
    untold: () => untold,
  };
}
