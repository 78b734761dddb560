import { expect, test } from 'vitest';
import { traceLimit } from '../../server/protocol/events.ts';
import type { Journey, Trace } from '../../server/protocol/journey.ts';
import {
  keptTraces,
  runningTrace,
  type Traces,
  withJourneys,
  withListed,
  withShownTrace,
  withTrace,
} from './traces-state.ts';

const trace = (traceId: string, isRunning = true): Trace => ({
  traceId,
  aim: { kind: 'watch' },
  startedAtMs: Number(traceId.slice(1)),
  state: isRunning ? { kind: 'running', endsAtMs: 99 } : { kind: 'ended', reason: 'Time is up.' },
  captured: 0,
  leftOut: 0,
  blindSpots: [],
});
const journey = (journeyId: string, title = journeyId): Journey => ({
  journeyId,
  kind: 'icmp',
  title,
  atNs: 0,
  origin: null,
  hops: [],
  branches: [],
  end: { kind: 'under-way' },
  answers: null,
  askedFor: null,
});
const begun = withTrace([], trace('t1'));
const ids = (traces: Traces) => traces.map((known) => known.trace.traceId);
const titles = (traces: Traces) => [...(traces[0]?.journeys.values() ?? [])].map((j) => j.title);

test('a trace that is told again keeps its journeys', () => {
  const told = withJourneys(begun, 't1', [journey('1')]);
  const ended = withTrace(told, trace('t1', false));
  expect(titles(ended)).toEqual(['1']);
  expect(runningTrace(told)?.traceId).toBe('t1');
  expect(runningTrace(ended)).toBe(null);
});

test('a journey that went on takes its own place', () => {
  const told = withJourneys(begun, 't1', [journey('1'), journey('2')]);
  expect(titles(withJourneys(told, 't1', [journey('1', 'longer')]))).toEqual(['longer', '2']);
});

test('a journey that turned out to be a part of another goes', () => {
  const told = withJourneys(begun, 't1', [journey('1'), journey('2')]);
  expect(titles(withJourneys(told, 't1', [journey('2', 'both')], ['1']))).toEqual(['both']);
});

test('journeys of an unknown trace are passed over', () => {
  expect(withJourneys(begun, 't9', [journey('1')])).toEqual(begun);
});

test('no more traces are kept than the server keeps', () => {
  expect(keptTraces).toBe(traceLimit);
  const many = Array.from({ length: traceLimit + 2 }, (_, index) => trace(`t${index}`));
  expect(ids(many.reduce<Traces>(withTrace, []))).toEqual(
    many.slice(2).map(({ traceId }) => traceId),
  );
});

test('a trace that is fetched replaces what was known of it, in its place in time', () => {
  const told = withTrace(withJourneys(begun, 't1', [journey('1')]), trace('t2'));
  const shown = withShownTrace(told, trace('t1', false), [journey('2')]);
  expect(ids(shown)).toEqual(['t1', 't2']);
  expect(titles(shown)).toEqual(['2']);
});

test('what the server keeps is listed; of what ended before, all is known already', () => {
  const ended = withTrace(withJourneys(begun, 't1', [journey('1')]), trace('t1', false));
  const ran = withJourneys(withTrace(ended, trace('t2')), 't2', [journey('1')]);
  const listed = withListed(
    ran,
    ['t0', 't1', 't2'].map((id) => trace(id, false)),
  );
  expect(
    listed.map(({ trace: { traceId }, knowledge, journeys }) => [
      traceId,
      knowledge,
      journeys.size,
    ]),
  ).toEqual([
    ['t0', 'listed', 0],
    ['t1', 'whole', 1],
    ['t2', 'listed', 1], // it may have gone on unheard
  ]);
  const fetched = withShownTrace(listed, trace('t2', false), [journey('1'), journey('2')]);
  expect(fetched.at(-1)).toMatchObject({ knowledge: 'whole' });
});
