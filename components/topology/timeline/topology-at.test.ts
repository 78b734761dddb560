import { expect, test } from 'vitest';
import { changes, clash, connected, fresh, vethMade } from '../fixtures/one-host.ts';
import { noMemory } from '../layout/memory.ts';
import { cardsOf, touchedBy } from './cards.ts';
import { advance, historyOf, topologyAt } from './topology-at.ts';

test('the past is what it was', () => {
  expect(topologyAt(clash, changes, clash.version)).toBe(clash);
  expect(topologyAt(clash, changes, connected.version)).toEqual(connected);
  expect(topologyAt(clash, changes, vethMade.version)).toEqual(vethMade);
  expect(topologyAt(clash, changes, fresh.version)).toEqual(fresh);
});

test('before the first known change there is only the earliest version', () => {
  const late = changes.slice(-2);
  expect(topologyAt(clash, late, 1).version).toBe(clash.version - 2);
});

test('places found step by step are those found from the whole timeline', () => {
  const whole = historyOf(clash, changes);
  let history = historyOf(fresh, []);
  changes.forEach((_, index) => {
    const known = changes.slice(0, index + 1);
    history = advance(history, topologyAt(clash, changes, known.at(-1)?.version ?? 0), known);
  });
  expect(history.memories).toEqual(whole.memories);
});

test('several changes at once leave no version out', () => {
  const history = advance(historyOf(fresh, []), clash, changes);
  expect([...history.memories.keys()]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('after a gap the places that are known stay', () => {
  const before = historyOf(connected, []);
  const after = advance(before, { ...clash, version: 20 }, []);
  const [old, now] = [before.memories.get(connected.version), after.memories.get(20)];
  for (const [key, place] of old?.places ?? []) expect(now?.places.get(key)).toEqual(place);
});

test('a new sandbox begins with nothing remembered', () => {
  const history = advance(historyOf(clash, changes), fresh, []);
  expect(history.memories.get(fresh.version)).toEqual(historyOf(fresh, []).memories.get(1));
  expect(history.memories.get(fresh.version)).not.toEqual(noMemory);
});

test('only changes that say something are cards', () => {
  const silent = changes.map((change) => ({ ...change, summary: [] }));
  expect(cardsOf([...silent.slice(0, 2), ...changes.slice(2)])).toEqual(changes.slice(2));
});

test('a moved interface and its peer glow, and nothing else', () => {
  const moved = changes.filter(({ summary }) => summary[0]?.startsWith('moved'));
  expect([...touchedBy(moved)].sort()).toEqual(['if:100/12', 'if:110/11']);
});

test('a route that only changed its place in the list does not glow', () => {
  const [route] = fresh.objects.filter((object) => object.kind === 'route');
  if (route === undefined) throw new Error('the fixture has routes');
  const change = {
    version: 2,
    atMs: 0,
    differences: [{ before: route, after: { ...route, order: 5 } }],
    summary: ['added a route before it'],
    cause: null,
  };
  expect(touchedBy([change]).size).toBe(0);
});
