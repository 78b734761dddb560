import { expect, test } from 'vitest';
import { ownWords, withoutOwn } from './own-packets.ts';
import { byId, ping } from './recorded/recorded.fixture.ts';
import { type Story, storiesOf } from './stories.ts';

const all = storiesOf(byId(ping.journeys));
const titlesOf = (stories: readonly Story[]) =>
  stories.flatMap(({ journeys }) => journeys.map(({ journey }) => journey.title));

test('what the kernel says by itself is told apart, and nothing gets lost', () => {
  const { stories, own } = withoutOwn(all);
  expect(titlesOf(stories)).toHaveLength(8); // the ping, three ARP exchanges, the reply
  expect(titlesOf(stories).filter((title) => title.startsWith('ICMPv6'))).toEqual([]);
  expect(titlesOf(own).length).toBeGreaterThan(0);
  expect(new Set(titlesOf([...stories, ...own]))).toEqual(new Set(titlesOf(all)));
  expect(ownWords(own)).toBe(`${titlesOf(own).length} packets that the kernel sent by itself`);
});

test("a question for a neighbour that a packet waits for is not the kernel's own", () => {
  const asked = ping.journeys.map((journey) => ({
    ...journey,
    hops: journey.hops.map((hop) => ({
      ...hop,
      packet: {
        ...hop.packet,
        layers: hop.packet.layers.map((layer) =>
          layer.kind === 'ipv6' && layer.source === '::' ? { ...layer, source: 'fe80::1' } : layer,
        ),
      },
    })),
  }));
  const isQuestion = (title: string) => title.includes('neighbour solicitation');
  const count = titlesOf(all).filter(isQuestion).length;
  expect(count).toBeGreaterThan(0);
  expect(titlesOf(withoutOwn(storiesOf(byId(asked))).stories).filter(isQuestion)).toHaveLength(
    count,
  );
});
