import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyChange, undoChange } from '../protocol/apply-change.ts';
import type { Change, TopologyObject } from '../protocol/topology.ts';
import { diffObjects } from './diff-objects.ts';

/** Few keys and values, so that objects often meet. */
const object: fc.Arbitrary<TopologyObject> = fc
  .record({ name: fc.constantFrom('a', 'b', 'c', 'd', 'e'), value: fc.constantFrom('0', '1') })
  .map(({ name, value }) => ({
    ...{ kind: 'sysctl', key: `sysctl:1/${name}`, namespace: 'ns:1', name, value },
  }));
const objects = fc
  .uniqueArray(object, { selector: ({ key }) => key })
  .map((all) => all.sort((a, b) => (a.key < b.key ? -1 : 1)));

const changeOf = (before: TopologyObject[], after: TopologyObject[]): Change => ({
  ...{ version: 2, atMs: 0, summary: [], cause: null },
  differences: diffObjects(before, after),
});

test('a difference applied forwards gives what is, and backwards what was', () => {
  fc.assert(
    fc.property(objects, objects, (before, after) => {
      const change = changeOf(before, after);
      expect(applyChange({ version: 1, objects: before }, change)).toEqual({
        version: 2,
        objects: after,
      });
      expect(undoChange({ version: 2, objects: after }, change)).toEqual({
        version: 1,
        objects: before,
      });
    }),
  );
});

test('what stays the same is no difference', () => {
  fc.assert(
    fc.property(objects, (same) => {
      expect(diffObjects(same, structuredClone(same))).toEqual([]);
    }),
  );
});
