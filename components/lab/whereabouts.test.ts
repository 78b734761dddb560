import { expect, test } from 'vitest';
import type { Terminal, Whereabouts } from '../../server/protocol/lab.ts';
import { strayedTo } from './whereabouts.ts';

const terminal = (namespacePath: string | null, whereabouts: Whereabouts): Terminal => ({
  terminalId: 't1',
  title: 'host',
  place: { machine: 'host', namespacePath },
  shell: { kind: 'prompt' },
  whereabouts,
  head: '',
  ended: null,
});
const netns0 = '/run/netns/netns0';

test.each<[string | null, Whereabouts, string | null]>([
  [null, { kind: 'root' }, null],
  [null, { kind: 'unknown' }, null],
  [null, { kind: 'named', path: netns0 }, 'netns0'],
  [null, { kind: 'unnamed' }, 'an unnamed namespace'],
  [netns0, { kind: 'named', path: netns0 }, null],
  [netns0, { kind: 'root' }, 'host'],
  [netns0, { kind: 'unnamed' }, 'an unnamed namespace'],
  ['/proc/77/ns/net', { kind: 'unnamed' }, null],
])('a terminal of %s whose shell is in %j has strayed to %s', (place, whereabouts, where) => {
  expect(strayedTo(terminal(place, whereabouts))).toBe(where);
});
