import { expect, test } from 'vitest';
import type { Journey, Trace } from '../../server/protocol/journey.ts';
import { byId, ping, titled } from './recorded/recorded.fixture.ts';
import { sentBy } from './sent-by.ts';

const chosen = (told: readonly Journey[], trace: Trace = ping.trace) =>
  sentBy({ trace, knowledge: 'whole', journeys: byId(told) })?.title;
const request = titled(ping.journeys, /echo request/);
const question = titled(ping.journeys, /^ARP who has/);

test('a ping is its echo request, whatever else was seen before it', () => {
  expect(chosen(ping.journeys.toReversed())).toBe(request.title);
});

test('a packet that a rule ended before any interface is still the one that was sent', () => {
  expect(chosen([{ ...request, hops: [] }])).toBe(request.title);
});

test('where only the question for its next hop was seen, that is shown', () => {
  expect(chosen([{ ...question, askedFor: null }])).toBe(question.title);
});

test('a recording without a probe has none', () => {
  expect(chosen(ping.journeys, { ...ping.trace, aim: { kind: 'watch' } })).toBe(undefined);
});
