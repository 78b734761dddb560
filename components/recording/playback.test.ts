import { expect, test } from 'vitest';
import type { Recording } from '../../server/protocol/recording.ts';
import type { Change, TopologyObject } from '../../server/protocol/topology.ts';
import { blockAt, makeFilm, networkAt, printedBy } from './playback.ts';

const namespace = (name: string): TopologyObject => ({
  kind: 'namespace',
  key: `ns:${name}`,
  machine: 'host',
  isRoot: false,
  name,
  path: `/run/netns/${name}`,
  process: null,
});

const appears = (version: number, atMs: number, name: string): Change => ({
  version,
  atMs,
  differences: [{ before: null, after: namespace(name) }],
  summary: [`namespace ${name} appeared`],
  cause: null,
});

const recording: Recording = {
  madeOf: 'x',
  lengthMs: 2_000,
  blocks: [
    { id: 'run-1', fromMs: 700, toMs: 900 },
    { id: 'run-2', fromMs: 1_600, toMs: 2_000 },
  ],
  start: { version: 1, objects: [] },
  changes: [appears(2, 800, 'blue'), appears(3, 1_700, 'red')],
};
const cast = `{"version":2,"width":80,"height":24}
[0,"o","$ "]
[0.7,"o","grün\\r\\n"]
[0.8,"i","not printed"]
[1.7,"o","done"]
`;
const film = makeFilm(recording, cast);

test('what is printed by a moment is counted in bytes, not in letters', () => {
  expect([0, 699, 700, 1_699, 5_000].map((atMs) => printedBy(film, atMs))).toEqual([
    2, 2, 9, 9, 13,
  ]);
  expect(new TextDecoder().decode(film.printed)).toBe('$ grün\r\ndone');
});

test('the network is that of the moment, with the changes that led to it', () => {
  const names = (atMs: number) => networkAt(film, atMs).topology.objects.map(({ key }) => key);
  expect([0, 799, 800, 2_000].map(names)).toEqual([[], [], ['ns:blue'], ['ns:blue', 'ns:red']]);
  expect(networkAt(film, 1_000)).toMatchObject({
    topology: { version: 2 },
    changes: [{ version: 2 }],
  });
});

test('a block is the last one from its beginning until the next one begins', () => {
  expect([0, 700, 1_599, 1_600].map((atMs) => blockAt(film, atMs))).toEqual([-1, 0, 0, 1]);
});
