import { expect, test } from 'vitest';
import { container, pair, topology } from '../fixtures/build.ts';
import * as oneHost from '../fixtures/one-host.ts';
import { layout, rememberTopology } from './layout.ts';
import { noMemory } from './memory.ts';

test('an address for which there is no room behind its port stands before it', () => {
  const room = container(110, 'containerns');
  const [made, moved] = [100, 110].map((inside) =>
    topology(
      inside,
      oneHost.world,
      room,
      pair([inside, 12, 'veth0', { addresses: ['10.0.0.2/32'] }], [100, 11, 'veth1']),
    ),
  );
  const memory = [made, moved].reduce(
    (known, network) => (network === undefined ? known : rememberTopology(known, network)),
    noMemory,
  );
  const { ports } = layout(moved ?? oneHost.fresh, [], memory, 860);
  const { at, detail } = ports.find(({ port }) => port.name === 'veth0') ?? {};
  expect(detail).toMatchObject({ text: '10.0.0.2/32', anchor: 'end' });
  expect(detail?.x).toBeLessThan(at?.x ?? 0);
});

test.each([390, 600, 835])(
  'two addresses of one container are both told, %i pixels wide',
  (width) => {
    const network = topology(
      2,
      oneHost.world,
      container(110, 'fox'),
      pair([110, 12, 'eth0', { addresses: ['172.18.0.10/16'] }], [100, 11, 'veth0']),
      pair([110, 14, 'eth1', { addresses: ['172.19.0.10/16'] }], [100, 13, 'veth1']),
    );
    const { ports, spaces } = layout(network, [], noMemory, width);
    const box = spaces.find(({ space }) => space.name === 'fox');
    const own = ports.filter(({ port }) => box?.space.ports.includes(port));
    expect(own.map(({ name, detail }) => [name?.text, detail?.text])).toEqual([
      ['eth0', '172.18.0.10/16'],
      ['eth1', '172.19.0.10/16'],
    ]);
  },
);
