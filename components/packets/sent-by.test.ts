import { expect, test } from 'vitest';
import type { Decision, Journey, Trace } from '../../server/protocol/journey.ts';
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

test('a probe that was redirected before it was on any interface is still the one that was sent', () => {
  const nat: Decision = { kind: 'nat', text: '', certainty: 'shown', evidence: [] };
  const sent: Journey = {
    ...titled(ping.journeys, /^ARP who has/),
    journeyId: '99',
    kind: 'tcp',
    askedFor: null,
    origin: { machine: 'host', namespaceName: 'host', namespace: 'ns:1', decisions: [nat] },
  };
  const probe = { kind: 'tcp', to: '127.0.0.1', port: 8080 } as const;
  const trace: Trace = {
    ...ping.trace,
    aim: { kind: 'probe', machine: 'host', namespacePath: null, probe },
  };
  expect(chosen([{ ...question, askedFor: null }, sent], trace)).toBe(sent.title);
  const journeys = byId([{ ...question, askedFor: null }, sent]);
  expect(sentBy({ trace, knowledge: 'whole', journeys })?.journeyId).toBe('99');
});
