import { expect, test } from 'vitest';
import { journeySchema, traceSchema } from '../../server/protocol/journey.ts';
import { journeys, trace } from './fixtures/ping-through-nat.ts';
import { journeyOfLink, linkTo } from './link.ts';
import { stepsOf } from './steps.ts';
import { storiesOf, storyWith } from './stories.ts';

const known = new Map(journeys.map((journey) => [journey.journeyId, journey]));
const only = (...ids: string[]) =>
  new Map(ids.flatMap((id) => [...known].filter(([journeyId]) => journeyId === id)));

test('the fixture is what the server would send', () => {
  traceSchema.parse(trace);
  for (const journey of journeys) journeySchema.parse(journey);
});

test('a ping, its ARP exchanges and its reply are one story', () => {
  const stories = storiesOf(known);
  expect(stories.map(({ id }) => id)).toEqual(['1']);
  expect(stories[0]?.journeys.map(({ journey, role }) => [journey.journeyId, role])).toEqual([
    ['1', 'first'],
    ['2', 'asked'],
    ['3', 'asked'],
    ['4', 'asked'],
    ['5', 'asked'],
    ['6', 'reply'],
  ]);
  expect(storyWith(stories, '5')?.id).toBe('1');
});

test('what an unknown packet waited for is a story of its own', () => {
  expect(storiesOf(only('2', '3', '6')).map(({ id }) => id)).toEqual(['2', '6']);
});

test('journeys that name each other do not hold the page up', () => {
  const [first, second] = journeys;
  if (first === undefined || second === undefined) throw new Error('the fixture has journeys');
  const circle = new Map([
    ['1', { ...first, answers: '2' }],
    ['2', { ...second, askedFor: '1' }],
  ]);
  expect(storiesOf(circle).flatMap((story) => story.journeys)).toHaveLength(2);
});

test('steps follow each other as the kernel saw them, the decision to ask first', () => {
  const [story] = storiesOf(known);
  const steps = stepsOf(story ?? { id: '', journeys: [] });
  expect(steps.slice(0, 9).map(({ id }) => id)).toEqual([
    '1/start',
    '2/0',
    '2/1',
    '2/b0.0',
    '2/b0.1',
    '2/2',
    '3/0',
    '3/1',
    '3/2',
  ]);
  expect(steps.map(({ id }) => id).indexOf('4/0')).toBeGreaterThan(
    steps.map(({ id }) => id).indexOf('1/2'),
  );
  expect(steps.at(-1)?.id).toBe('6/6');
});

test('a branch begins where the copies part', () => {
  const [story] = storiesOf(only('2'));
  const step = stepsOf(story ?? { id: '', journeys: [] }).find(({ hop }) => hop === 'b0.0');
  expect(step?.from).toEqual({ namespace: 'ns:100', interface: 'if:100/12' });
});

test('a packet that a rule ended before any interface has a step', () => {
  const [first] = journeys;
  if (first === undefined) throw new Error('the fixture has journeys');
  const story = storiesOf(new Map([['1', { ...first, hops: [] }]]))[0];
  expect(stepsOf(story ?? { id: '', journeys: [] })).toMatchObject([
    { id: '1/start', isLast: true, seen: null },
  ]);
});

test('a link leads back to what it was made from, and nothing else does', () => {
  const shown = { traceId: 'a/b', journeyId: '7', hop: 'b0.1' };
  expect(journeyOfLink(linkTo(shown))).toEqual(shown);
  for (const other of ['', '#journey=', '#journey=t1/2', '#journey=%/1/2', '#challenge-x']) {
    expect(journeyOfLink(other)).toBe(null);
  }
});
