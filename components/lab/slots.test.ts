import { expect, test } from 'vitest';
import type { Terminal } from '../../server/protocol/lab.ts';
import { inSlot, split, unsplit, withoutMissing } from './slots.ts';

const terminal = (terminalId: string): Terminal => ({
  terminalId,
  title: terminalId,
  place: { machine: 'host', namespacePath: null },
  shell: { kind: 'unknown' },
  whereabouts: { kind: 'unknown' },
  head: '',
  ended: null,
});

test('a terminal in view is gone to, another one takes the active slot', () => {
  const view = { slots: ['a', 'b'], activeSlot: 1 };
  expect(inSlot(view, 'a')).toEqual({ slots: ['a', 'b'], activeSlot: 0 });
  expect(inSlot(view, 'c')).toEqual({ slots: ['a', 'c'], activeSlot: 1 });
});

test('splitting makes an empty slot active, joining keeps the active terminal', () => {
  expect(split({ slots: ['a'], activeSlot: 0 })).toEqual({ slots: ['a', null], activeSlot: 1 });
  expect(unsplit({ slots: ['a', 'b'], activeSlot: 1 })).toEqual({ slots: ['b'], activeSlot: 0 });
});

test('empty slots are filled with terminals that are out of view, each once', () => {
  const view = { slots: ['gone', null], activeSlot: 0 };
  expect(withoutMissing(view, [terminal('a'), terminal('b')])?.slots).toEqual(['a', 'b']);
  expect(withoutMissing(view, [terminal('a')])?.slots).toEqual(['a', null]);
  expect(withoutMissing({ slots: ['a', null], activeSlot: 0 }, [terminal('a')])).toBeNull();
});
