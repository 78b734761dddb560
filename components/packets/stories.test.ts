import { expect, test } from 'vitest';
import { journeyOfLink, linkTo } from './link.ts';
import { byId, ping, titled } from './recorded/recorded.fixture.ts';
import { stepsOf } from './steps.ts';
import { type Story, storiesOf, storyWith } from './stories.ts';

const request = titled(ping.journeys, /echo request/);
const question = titled(ping.journeys, /who has 172\.18\.0\.1\?/);
const answer = titled(ping.journeys, /172\.18\.0\.1 is at/);
const reply = titled(ping.journeys, /echo reply/);
const stories = storiesOf(byId(ping.journeys));
const none: Story = { id: '', journeys: [] };
const whole = storyWith(stories, request.journeyId) ?? none;
const steps = stepsOf(whole);
const at = (journeyId: string, hop: string) =>
  steps.findIndex(({ id }) => id === `${journeyId}/${hop}`);

test('a ping, its ARP exchanges and its reply are one story', () => {
  expect(whole.id).toBe(request.journeyId);
  const roles = whole.journeys.map(({ journey, role }) => [journey.kind, role]);
  expect(roles).toEqual([
    ['icmp', 'first'],
    ...Array.from({ length: 6 }, () => ['arp', 'asked']), // two, of every machine on the way
    ['icmp', 'reply'],
  ]);
  expect(storyWith(stories, answer.journeyId)?.id).toBe(request.journeyId);
});

test('what an unknown packet waited for is a story of its own', () => {
  const left = storiesOf(byId([question, answer, reply]));
  expect(left.map(({ id }) => id)).toEqual([question.journeyId, reply.journeyId]);
});

test('journeys that name each other do not hold the page up', () => {
  const [a, b] = [question.journeyId, request.journeyId];
  const circle = new Map([
    [b, { ...request, answers: a }],
    [a, { ...question, askedFor: b }],
  ]);
  expect(storiesOf(circle).flatMap((story) => story.journeys)).toHaveLength(2);
});

test('steps follow each other as the kernel saw them, the decision to ask first', () => {
  expect(steps[0]?.id).toBe(`${request.journeyId}/start`);
  const times = steps.map(({ atNs }) => atNs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  const order = [
    at(question.journeyId, '0'),
    at(answer.journeyId, '0'),
    at(request.journeyId, '0'),
    at(request.journeyId, '2'),
    at(titled(ping.journeys, /who has 172\.16\.0\.1\?/).journeyId, '0'),
    at(reply.journeyId, '0'),
  ];
  expect(order).not.toContain(-1);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(steps.at(-1)).toMatchObject({ journey: reply, isLast: true });
});

test('a branch begins where the copies part', () => {
  const [branch] = question.branches;
  const parting = question.hops[branch?.after ?? -1];
  expect(branch?.hops[0]?.interfaceName).toBe('veth1');
  expect(parting?.interfaceName).toBe('veth0');
  expect(steps[at(question.journeyId, 'b0.0')]?.from).toEqual({
    namespace: parting?.namespace,
    interface: parting?.interface,
  });
});

test('a packet that a rule ended before any interface has a step', () => {
  const story = storiesOf(byId([{ ...request, hops: [] }]))[0] ?? none;
  expect(stepsOf(story)).toMatchObject([
    { id: `${request.journeyId}/start`, isLast: true, seen: null },
  ]);
});

test('a link leads back to what it was made from, and nothing else does', () => {
  const shown = { traceId: 'a/b', journeyId: '7', hop: 'b0.1' };
  expect(journeyOfLink(linkTo(shown))).toEqual(shown);
  for (const other of ['', '#journey=', '#journey=t1/2', '#journey=%/1/2', '#challenge-x']) {
    expect(journeyOfLink(other)).toBe(null);
  }
});
