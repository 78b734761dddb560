import { expect, test } from 'vitest';
import type { TopologyObject } from '../../../server/protocol/topology.ts';
import { changeBetween } from '../fixtures/build.ts';
import { changes, clash, connected, fresh, vethMade } from '../fixtures/one-host.ts';
import { topologyAt } from '../timeline/topology-at.ts';
import { whatBecame } from './what-became.ts';

const interfaceIn = (objects: readonly TopologyObject[], name: string) =>
  objects.find((each) => each.kind === 'interface' && each.name === name)?.key ?? 'none';

const onHost = interfaceIn(vethMade.objects, 'ceth0');
const inNetns0 = interfaceIn(connected.objects, 'ceth0');

test('an interface is followed into the namespace to which it moved, and back', () => {
  expect(onHost).not.toBe(inNetns0);
  expect(whatBecame(onHost, clash, changes)).toMatchObject({
    kind: 'there',
    object: { name: 'ceth0', key: inNetns0 },
  });
  expect(whatBecame(inNetns0, vethMade, changes)).toMatchObject({
    kind: 'there',
    object: { name: 'ceth0', key: onHost },
  });
});

test('what was not there yet is not said to have gone', () => {
  expect(whatBecame(inNetns0, fresh, changes)).toEqual({ kind: 'not-yet' });
});

test('what went is told with the change that took it', () => {
  const without = {
    version: clash.version + 1,
    objects: clash.objects.filter(({ key }) => key !== inNetns0),
  };
  const removal = changeBetween(clash, without, ['deleted ceth0'], 'ip link del ceth0');
  const fate = whatBecame(onHost, without, [...changes, removal]);
  expect(fate).toMatchObject({ kind: 'gone', object: { name: 'ceth0' } });
  expect(fate.kind === 'gone' && fate.by.cause?.text).toBe('ip link del ceth0');
});

test('what the timeline does not know is said to be unknown', () => {
  expect(whatBecame('if:9/9', clash, changes)).toEqual({ kind: 'unknown' });
  expect(whatBecame(onHost, clash, [])).toEqual({ kind: 'unknown' });
});

test('the past is the same as the timeline tells it', () => {
  const then = topologyAt(clash, changes, vethMade.version);
  expect(whatBecame(inNetns0, then, changes)).toMatchObject({ object: { key: onHost } });
});
