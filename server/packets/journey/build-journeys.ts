/**
 * From what a trace has captured to the story of each packet. Knows nothing of how it was captured
 * and asked: the same material always gives the same journeys.
 */
import type { Decision, Journey, JourneyEnd } from '../../protocol/journey.ts';
import type { Topology } from '../../protocol/topology.ts';
import type { KernelAnswers } from '../answers/answer-types.ts';
import { describePacket, kindOf } from '../decode/describe-packet.ts';
import type { Recording } from '../sighting.ts';
import { findWaiters } from './asked-for.ts';
import { chooseWay } from './choose-way.ts';
import { endOfAsking } from './end-arp.ts';
import type { Ending } from './ending.ts';
import { judgeEnd } from './judge-end.ts';
import { type Scene, setScene } from './scene.ts';
import type { Step } from './step.ts';
import { tellHops } from './tell-hops.ts';
import { tellOrigin } from './tell-origin.ts';
import { tellUnseen } from './tell-unseen.ts';
import type { Walk } from './walks.ts';

export type TraceMaterial = {
  readonly recording: Recording;
  readonly topology: Topology;
  readonly answers: KernelAnswers;
  /** Since the trace began; all that was seen until then is in the recording. */
  readonly nowNs: number;
};

/** For the MAC address of its next hop a packet waits three seconds at most. */
export const patienceNs = 4_000_000_000;

type Unlinked = Omit<Journey, 'journeyId' | 'answers' | 'askedFor'>;
/** Of a packet that was captured, or of one that only rules have met. */
type Source = Step | readonly [Walk, ...Walk[]];

export type Stories = {
  /** In the order of first sight. */
  readonly journeys: Journey[];
  /** The same ones as they are told when nothing more comes: none of them is under way. */
  readonly judged: Journey[];
  /** Beyond the limit: a flood has thousands, and each one takes its time to be told. */
  readonly untold: number;
};

/** All of them. */
export function buildJourneys(material: TraceMaterial): Journey[] {
  return buildStories(material, Number.POSITIVE_INFINITY).journeys;
}

/** The first `limit` ones. */
export function buildStories(
  { recording, topology, answers, nowNs }: TraceMaterial,
  limit: number,
): Stories {
  const scene = setScene(recording, topology, answers);
  const unseen = scene.walks.unseen.flatMap((walks): Source[] => (isSome(walks) ? [walks] : []));
  const sources = [...scene.roots, ...unseen].sort((a, b) => beginOf(a) - beginOf(b));
  const ids = new Map(
    sources.map((source, index) => ['sighting' in source ? source : source[0], String(index + 1)]),
  );
  const waiters = findWaiters(scene);
  const tell = (source: Source, nowNs: number): Journey => {
    if (!('sighting' in source)) {
      const asked = scene.replies.questionOfUnseen(source);
      const answers = asked === null ? null : (ids.get(asked) ?? null);
      const told = tellUnseenPacket(source, nowNs, scene);
      return { journeyId: ids.get(source[0]) ?? '', ...told, answers, askedFor: null };
    }
    const question = scene.replies.questionOf(source);
    const waiter = waiters.get(source);
    const waiting = waiter?.kind === 'packet' ? waiter.root : waiter?.walks[0];
    return {
      journeyId: ids.get(source) ?? '',
      ...tellPacket(source, nowNs, scene),
      answers: question === null ? null : (ids.get(question) ?? null),
      askedFor: waiting === undefined ? null : (ids.get(waiting) ?? null),
    };
  };
  const told = sources.slice(0, limit);
  const journeys = told.map((source) => tell(source, nowNs));
  const judged = told.map((source, index) => {
    const journey = journeys[index];
    const isOpen = journey === undefined || journey.end.kind === 'under-way';
    return isOpen ? tell(source, Number.POSITIVE_INFINITY) : journey;
  });
  return { journeys, judged, untold: sources.length - journeys.length };
}

function isSome(walks: readonly Walk[]): walks is readonly [Walk, ...Walk[]] {
  return walks.length > 0;
}

function beginOf(source: Source): number {
  return 'sighting' in source ? source.sighting.atNs : source[0].atNs;
}

function tellUnseenPacket(
  walks: readonly [Walk, ...Walk[]],
  nowNs: number,
  scene: Scene,
): Unlinked {
  const { ending, ...told } = tellUnseen(walks, scene);
  const end = settle(ending, nowNs - walks[0].atNs, scene);
  return { ...told, hops: [], branches: [], end };
}

function tellPacket(root: Step, nowNs: number, scene: Scene): Unlinked {
  const way = chooseWay(root, (end) => judgeEnd(end, scene));
  const ending = endOfAsking(root, way.ending, scene) ?? way.ending;
  const lastNs = way.steps.at(-1)?.sighting.atNs ?? nowNs;
  const end = settle(ending, nowNs - lastNs, scene);
  const isOpen = end.kind === 'under-way' || end.kind === 'unknown';
  const last = isOpen ? ending.decisions.filter(isNoEnd) : ending.decisions;
  const { layers, atNs } = root.sighting;
  return {
    kind: kindOf(layers),
    title: describePacket(layers),
    atNs,
    origin: tellOrigin(root, scene),
    hops: tellHops(way.steps, last, scene),
    branches: way.branches.map(({ after, steps, ending: { decisions } }) => {
      return { after, hops: tellHops(steps, decisions, scene) };
    }),
    end,
  };
}

function isNoEnd({ kind }: Decision): boolean {
  return kind !== 'dropped' && kind !== 'delivered';
}

/** What is missing from the trace, or may still come, is no reason to call a packet lost. */
function settle({ weight, end }: Ending, sinceNs: number, scene: Scene): JourneyEnd {
  const { isOver, leftOut } = scene;
  if (weight !== 'unclear' || end.kind === 'delivered') return end;
  if (!isOver && sinceNs < patienceNs) return { kind: 'under-way' };
  if (leftOut === 0 || end.kind === 'unknown') return end;
  const text = `Nothing more was seen of it, but ${leftOut} packets are missing from the trace.`;
  return { kind: 'unknown', text };
}
