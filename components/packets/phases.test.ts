import { expect, test } from 'vitest';
import type { Journey } from '../../server/protocol/journey.ts';
import { partAt, partsOf, partWords, phasesOf, phaseWords } from './phases.ts';
import { byId, curl, ping, titled } from './recorded/recorded.fixture.ts';
import { stepsOf } from './steps.ts';
import { type Story, storiesOf, storyWith } from './stories.ts';

const none: Story = { id: '', journeys: [] };
const storyOf = (journeys: readonly Journey[], title: RegExp) =>
  storyWith(storiesOf(byId(journeys)), titled(journeys, title).journeyId) ?? none;
const wordsOf = (story: Story) => [...phasesOf(story).values()].map(phaseWords);
const names = (story: Story) => [...new Set([...phasesOf(story).values()].map(({ name }) => name))];
const connection = storyOf(curl.journeys, /^TCP SYN /);

test('a name is asked for and told', () => {
  expect(
    wordsOf(storyOf(curl.journeys, /^DNS A /)).filter((words) => words.startsWith('DNS')),
  ).toEqual(['DNS question: A example.com', 'DNS answer: A example.com']);
});

test('a connection is opened, used and closed', () => {
  expect(names(connection)).toEqual(['TCP handshake', 'Request', 'Response', 'Close']);
  expect(wordsOf(connection)).toEqual(
    expect.arrayContaining([
      'TCP handshake: SYN',
      'TCP handshake: SYN ACK',
      'TCP handshake: ACK',
      'Request: GET / HTTP/1.1',
      'Response: HTTP/1.1 200 OK',
    ]),
  );
});

test('data of a connection whose beginning was not seen is called neither request nor response', () => {
  const late = connection.journeys
    .map(({ journey }) => journey)
    .filter(({ title }) => !title.includes('SYN'));
  expect(new Set(storiesOf(byId(late)).flatMap(names))).toEqual(new Set(['TCP', 'Data', 'Close']));
});

test('a reset in answer to the first packet is a refusal', () => {
  const [opening, accepted] = connection.journeys.map(({ journey }) => journey);
  if (opening === undefined || accepted === undefined) throw new Error('it was recorded');
  const refused: Journey = {
    ...accepted,
    hops: accepted.hops.map((hop) => ({
      ...hop,
      packet: {
        ...hop.packet,
        layers: hop.packet.layers.map((layer) =>
          layer.kind === 'tcp' ? { ...layer, flags: ['RST', 'ACK'] } : layer,
        ),
      },
    })),
  };
  const [story = none] = storiesOf(byId([opening, refused]));
  expect(names(story)).toEqual(['TCP handshake', 'Refused']);
});

test('the steps of a story fall into parts, one packet at a time and none left out', () => {
  const story = storyOf(ping.journeys, /echo request/);
  const steps = stepsOf(story);
  const parts = partsOf(story, steps);
  expect(parts.flatMap((part) => part.steps)).toEqual(steps);
  for (const part of parts) expect(new Set(part.steps.map(({ journey }) => journey)).size).toBe(1);
  const words = parts.map(partWords);
  expect(words[0]).toBe('Echo request');
  expect(words[1]).toBe('ARP: who has 172.18.0.1?');
  expect(words).toContain('ARP: 172.18.0.1 is here');
  expect(words).toContain('Echo request, goes on'); // when the answer has come
  expect(words.at(-1)).toBe('Echo reply');
  expect(partAt(parts, 0)).toBe(parts[0]);
  expect(partAt(parts, steps.length - 1)).toBe(parts.at(-1));
});
