import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timed } from '../../cpu-time.fixture.ts';
import type { DraftRoute } from './draft.ts';
import { arrange, arrangeAll } from './plan-routes.ts';

const route = (device: string): DraftRoute => ({
  ...{
    family: 'inet',
    table: 'main',
    type: 'unicast',
    destination: '172.18.0.0/16',
    gateway: null,
  },
  ...{ device, source: null, protocol: 'kernel', scope: 'link', metric: 0 },
});
const arranged = (present: readonly string[], wanted: readonly string[]) => {
  const { gone, added } = arrange(present.map(route), wanted.map(route));
  return {
    gone: gone.map(({ device }) => device),
    added: added.map((one) => `${one.op} ${one.route.device}`),
  };
};

test('the first of two equal routes comes back before the other one', () => {
  expect(arranged(['veth1'], ['veth0', 'veth1'])).toEqual({ gone: [], added: ['prepend veth0'] });
  expect(arranged(['veth1', 'veth0'], ['veth0', 'veth1'])).toEqual({
    gone: ['veth1'],
    added: ['append veth1'],
  });
  expect(arranged([], ['veth0', 'veth1'])).toEqual({
    gone: [],
    added: ['add veth0', 'append veth1'],
  });
});

test('whatever there is becomes what is wanted, in its order', () => {
  const devices = fc.uniqueArray(fc.constantFrom<string[]>('a', 'b', 'c', 'd', 'e'));
  fc.assert(
    fc.property(devices, devices, (present, wanted) => {
      const { gone, added } = arranged(present, wanted);
      let kernel = present.filter((device) => !gone.includes(device));
      for (const [op, device = ''] of added.map((each) => each.split(' '))) {
        if (op === 'add') expect(kernel).toEqual([]);
        kernel = op === 'prepend' ? [device, ...kernel] : [...kernel, device];
      }
      expect(kernel).toEqual(wanted);
    }),
  );
});

test('thousands of routes keep nobody waiting, whether or not they are rivals', () => {
  const names = Array.from({ length: 6_000 }, (_, index) => String(index));
  const rivals = names.map(route);
  const others = names.map((name) => ({ ...route('veth0'), destination: name }));
  const { cpuMs } = timed(() => {
    expect(arrangeAll(others, [])).toHaveLength(names.length);
    expect(arrangeAll(rivals, rivals)).toEqual([{ gone: [], added: [] }]);
    const [turned] = arrangeAll(rivals, rivals.toReversed());
    expect(turned?.gone).toHaveLength(names.length);
    expect(turned?.added).toHaveLength(names.length);
  });
  expect(cpuMs).toBeLessThan(1_000);
});
