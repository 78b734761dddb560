import { expect, test } from 'vitest';
import type { SearchEntry } from '../../server/protocol/search.ts';
import { excerptOf } from './excerpt.ts';
import { createFinder } from './find.ts';

const entry = (href: string, more: Partial<SearchEntry>): SearchEntry => ({
  href,
  kind: 'heading',
  title: href,
  within: '',
  text: '',
  commands: [],
  ...more,
});

const entries = [
  entry('/bridge', {
    kind: 'term',
    title: 'bridge',
    text: 'A switch of software, for frames of its ports.',
  }),
  entry('/clash', {
    title: 'The clash',
    within: 'The second container',
    text: 'Two routes to one network.\nThe first of them wins, and so the second container is in limbo.',
    commands: ['ip route list', 'ping -c 2 172.18.0.20'],
  }),
  entry('/hook', { title: 'Bridged frames', text: 'br_netfilter shows them to the rules.' }),
];
const find = createFinder(entries);
const found = (query: string) => find(query).map(({ entry: { href } }) => href);
const excerpt = (query: string) => {
  const [first] = find(query);
  const { kind, pieces } = first === undefined ? { kind: '', pieces: [] } : excerptOf(first);
  const text = pieces.map((piece) => (piece.isMatch ? `[${piece.text}]` : piece.text)).join('');
  return `${kind}: ${text}`;
};

test('titles, texts, commands and the names of lessons are searched', () => {
  expect(found('clash')).toEqual(['/clash']);
  expect(found('limbo')).toEqual(['/clash']);
  expect(found('ip route')).toEqual(['/clash']);
  expect(found('second container')).toEqual(['/clash']);
  expect(found('nothing of this')).toEqual([]);
  expect(found('')).toEqual([]);
});

test('a beginning is enough, and a wrong letter is forgiven', () => {
  expect(found('bri')).toContain('/bridge');
  expect(found('brigde')).toContain('/bridge');
});

test('addresses and names with signs in them are found whole and in parts', () => {
  expect(found('172.18.0.20')).toEqual(['/clash']);
  expect(found('172.18.0.21')).toEqual([]);
  expect(found('br_netfilter')).toEqual(['/hook']);
  expect(found('netfilter')).toEqual(['/hook']);
});

test('a command comes before a text that mentions it', () => {
  const some = [
    entry('/term', { kind: 'term', title: 'namespace', text: 'A copy: ip netns lists them.' }),
    entry('/made', { title: 'Make one', commands: ['ip netns add blue'] }),
  ];
  expect(createFinder(some)('ip netns')[0]?.entry.href).toBe('/made');
});

test('a word of the glossary comes before places that mention it', () => {
  expect(found('frames bridge')[0]).toBe('/bridge');
  expect(found('bridge')[0]).toBe('/bridge');
});

test('the excerpt is the command or the words that were found, with what was matched', () => {
  expect(excerpt('route list')).toBe('command: ip [route] [list]');
  expect(excerpt('lim')).toBe(
    'words: The first of them wins, and so the second container is in [limbo].',
  );
});

test('words with signs that mean something elsewhere are marked as they are', () => {
  const [first] = createFinder([entry('/web', { commands: ['curl --retry-connrefused (x)'] })])(
    'retry',
  );
  const pieces = first === undefined ? [] : excerptOf(first).pieces;
  expect(pieces).toContainEqual({ text: 'retry-connrefused', isMatch: true });
});

test('a long text is cut round the first match', () => {
  const text = `${'before '.repeat(40)}needle ${'behind '.repeat(60)}`;
  const [first] = createFinder([entry('/long', { text })])('needle');
  const pieces = first === undefined ? [] : excerptOf(first).pieces;
  const all = pieces.map((piece) => piece.text).join('');
  expect(all).toMatch(/^… before .*needle behind .* …$/);
  expect(all.length).toBeLessThan(260);
});
