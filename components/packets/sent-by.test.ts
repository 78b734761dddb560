import { expect, test } from 'vitest';
import type { Journey, Trace } from '../../server/protocol/journey.ts';
import { journeys, trace } from './fixtures/ping-through-nat.ts';
import { sentBy } from './sent-by.ts';

const chosen = (told: readonly Journey[], of: Trace = trace) =>
  sentBy({
    trace: of,
    knowledge: 'whole',
    journeys: new Map(told.map((journey) => [journey.journeyId, journey])),
  })?.journeyId;
const [ping, question] = journeys;
if (ping === undefined || question === undefined) throw new Error('the fixture has journeys');

test('a ping is its echo request, whatever else was seen before it', () => {
  expect(chosen(journeys.toReversed())).toBe('1');
});

test('a packet that a rule ended before any interface is still the one that was sent', () => {
  expect(chosen([{ ...ping, hops: [] }])).toBe('1');
});

test('where only the question for its next hop was seen, that is shown', () => {
  expect(chosen([{ ...question, askedFor: null }])).toBe('2');
});

test('a recording without a probe has none', () => {
  expect(chosen(journeys, { ...trace, aim: { kind: 'watch' } })).toBe(undefined);
});
