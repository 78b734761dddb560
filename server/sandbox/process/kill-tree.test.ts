import { expect, test } from 'vitest';
import { parseStat, treeOf } from './kill-tree.ts';

test('a process name may look like anything', () => {
  expect(parseStat('42 (a) R (b) S 7 42 42 0 -1')).toEqual({ pid: 42, parent: 7, session: 42 });
});

test('a zombie is nobody to kill', () => {
  expect(parseStat('42 (sh) Z 7 42 42 0 -1')).toBeUndefined();
});

test('descendants and members of their sessions belong to the tree, others do not', () => {
  const processes = [
    { pid: 1, parent: 0, session: 1 },
    { pid: 10, parent: 0, session: 10 }, // the root
    { pid: 11, parent: 10, session: 10 },
    { pid: 12, parent: 11, session: 12 }, // began a session of its own
    { pid: 13, parent: 1, session: 12 }, // an orphan of that session
    { pid: 14, parent: 1, session: 10 }, // an orphan of the root's session
    { pid: 15, parent: 13, session: 15 },
    { pid: 20, parent: 1, session: 20 }, // somebody else's
    { pid: 21, parent: 20, session: 20 },
  ];
  expect(treeOf(10, processes).sort()).toEqual([10, 11, 12, 13, 14, 15]);
});

test('a tree whose root is gone still has the members of its session', () => {
  expect(treeOf(10, [{ pid: 14, parent: 1, session: 10 }])).toEqual([14]);
});
