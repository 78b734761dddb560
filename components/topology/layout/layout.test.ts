import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Interface, Topology, TopologyObject } from '../../../server/protocol/topology.ts';
import { chain, container, link, pair, routes, topology } from '../fixtures/build.ts';
import { crowd, odd, twoNodes } from '../fixtures/many.ts';
import * as oneHost from '../fixtures/one-host.ts';
import { layout, rememberTopology } from './layout.ts';
import { textWidth } from './measure.ts';
import { type Memory, noMemory } from './memory.ts';
import { bottom, type Drawing, type Line, type Rect, right } from './shapes.ts';

const widths = [390, 600, 860, 1200];
const still = [
  oneHost.fresh,
  oneHost.vethMade,
  oneHost.connected,
  oneHost.clash,
  oneHost.bridged,
  crowd(6),
  crowd(12),
  crowd(30),
  twoNodes,
  odd,
];

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

describe.each(widths)('a drawing %i pixels wide', (width) => {
  test('keeps its routes clear of the marks of translation', () => {
    const both = chain(100, 'nat', 'OUTPUT', '-p tcp --dport 5005 -j DNAT --to 172.18.0.10');
    const second = [link(100, 30, 'br1', { type: 'bridge', up: true })];
    const network = topology(9, oneHost.bridged.objects, both, second);
    const { spaces } = layout(network, [], noMemory, width);
    const root = spaces.find(({ space }) => space.isRoot && space.machine === 'host');
    for (const { rect, tag } of root?.tags ?? []) {
      if (tag?.kind !== 'nat') continue;
      for (const { line } of root?.routes ?? []) {
        const isBeside = line.y > rect.y - 4 && line.y - 12 < rect.y + rect.height;
        if (isBeside && line.x < rect.x)
          expect(line.x + textWidth(line.text)).toBeLessThanOrEqual(rect.x);
      }
    }
  });

  test('is the same whenever the network is the same', () => {
    for (const network of still) {
      const shuffled = { ...network, objects: network.objects.toReversed() };
      const sorted = topology(network.version, shuffled.objects);
      expect(layout(sorted, [], noMemory, width)).toEqual(layout(network, [], noMemory, width));
    }
  });

  test('keeps its boxes apart, those of ghosts too', () => {
    for (const network of still) {
      expectApart(layout(network, [], noMemory, width));
      expectApart(layout(network, oneHost.ghostsOfFirstPair, noMemory, width));
    }
  });

  test('lets no text leave its box', () => {
    for (const network of still) {
      const { spaces, ports } = layout(network, [], noMemory, width);
      for (const { rect, title, routes: lines, more } of spaces) {
        expectInside(title, rect, 12.5);
        for (const { line } of lines) expectInside(line, rect);
        if (more !== null) expectInside(more, rect);
      }
      for (const { port, name, detail, side, isQuiet } of ports) {
        const box = spaces.find(({ space }) => space.ports.includes(port));
        if (box === undefined || isQuiet || side === 'left' || side === 'right') continue;
        if (name !== null) expectInside(name, box.rect);
        if (detail !== null) expectInside(detail, box.rect);
      }
    }
  });

  test('lets no label run into the next one', () => {
    for (const network of still) {
      const { ports } = layout(network, [], noMemory, width);
      const labels = ports
        .flatMap(({ name, detail }) => [name, detail])
        .filter((label) => label !== null);
      for (const [index, label] of labels.entries()) {
        for (const other of labels.slice(index + 1))
          expect(collide(extent(label), extent(other))).toBe(false);
      }
    }
  });

  test('never moves what stays, whatever comes and goes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        let network = oneHost.fresh;
        let memory = rememberTopology(noMemory, network);
        let before = layout(network, [], memory, width);
        for (const one of steps) {
          network = take(network, one);
          memory = rememberTopology(memory, network);
          const after = layout(network, [], memory, width);
          expectStill(before, after);
          expectApart(after);
          before = after;
        }
      }),
      { numRuns: 40 },
    );
  });
});

test('a timeline folded twice gives the same places', () => {
  const states = [
    oneHost.fresh,
    oneHost.vethMade,
    oneHost.connected,
    oneHost.clash,
    oneHost.bridged,
  ];
  const fold = () => states.reduce<Memory>(rememberTopology, noMemory);
  expect(layout(oneHost.bridged, [], fold())).toEqual(layout(oneHost.bridged, [], fold()));
});

test('the first two containers of the lessons hang straight above their ends in the host', () => {
  const memory = [oneHost.fresh, oneHost.vethMade, oneHost.connected, oneHost.clash].reduce(
    rememberTopology,
    noMemory,
  );
  const { ports } = layout(oneHost.clash, [], memory);
  const x = (name: string) => ports.find(({ port }) => port.name === name)?.at.x;
  expect(x('veth0')).toBe(x('ceth0'));
  expect(x('veth1')).toBe(x('ceth1'));
});

test('a ghost stands where the thing itself will stand', () => {
  const memory = rememberTopology(noMemory, oneHost.fresh);
  const wanted = layout(oneHost.fresh, oneHost.ghostsOfFirstPair, memory);
  const built = layout(
    oneHost.connected,
    [],
    rememberTopology(rememberTopology(memory, oneHost.vethMade), oneHost.connected),
  );
  const box = ({ spaces }: Drawing) => {
    const rect = spaces.find(({ space }) => space.name === 'netns0')?.rect;
    return rect && { x: rect.x, bottom: bottom(rect), width: rect.width };
  };
  expect(box(wanted)).toEqual(box(built));
  const veth0 = ({ ports }: Drawing) => ports.find(({ port }) => port.name === 'veth0')?.at;
  expect(veth0(wanted)).toEqual(veth0(built));
});

test('two nodes on a segment that cannot be seen are both wired to the router', () => {
  const { cables } = layout(twoNodes);
  expect(cables.filter(({ key }) => key.startsWith('segment'))).toHaveLength(2);
});

test('five hundred veth pairs are laid out in well under a second', () => {
  const pairs = Array.from({ length: 500 }, (_, i) => [
    link(100, 20 + 2 * i, `a${i}`, { peer: `if:100/${21 + 2 * i}` }),
    link(100, 21 + 2 * i, `b${i}`, { peer: `if:100/${20 + 2 * i}` }),
  ]);
  const network = topology(2, oneHost.fresh.objects, pairs.flat());
  const startedAt = performance.now();
  layout(network);
  expect(performance.now() - startedAt).toBeLessThan(1000);
});

type Step =
  | {
      readonly kind: 'add namespace' | 'delete namespace' | 'add pair' | 'add bridge';
      readonly n: number;
    }
  | { readonly kind: 'move' | 'enslave' | 'address'; readonly n: number; readonly to: number };

const small = fc.nat({ max: 6 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      'add namespace' as const,
      'delete namespace' as const,
      'add pair' as const,
      'add bridge' as const,
    ),
    n: small,
  }),
  fc.record({
    kind: fc.constantFrom('move' as const, 'enslave' as const, 'address' as const),
    n: small,
    to: small,
  }),
);

/** A kernel in a few lines: what each step makes of the network. */
function take(network: Topology, one: Step): Topology {
  const objects = new Map(network.objects.map((object) => [object.key, object]));
  const put = (more: readonly TopologyObject[]) => {
    for (const object of more) objects.set(object.key, object);
  };
  const host = 100;
  const inode = 500 + one.n;
  const index = 20 + 2 * one.n;
  const links = () => [...objects.values()].filter((object) => object.kind === 'interface');
  const end = links().find((found) => found.index === index && found.type === 'veth');
  const drop = (gone: Interface) => {
    objects.delete(gone.key);
    if (gone.peer !== null) objects.delete(gone.peer);
  };
  const change = (link: Interface, more: Partial<Interface>) =>
    objects.set(link.key, { ...link, ...more });
  switch (one.kind) {
    case 'add namespace':
      put(container(inode, `netns${one.n}`));
      put(routes(inode, '10.0.0.0/8 dev eth0'));
      break;
    case 'delete namespace':
      for (const link of links()) if (link.namespace === `ns:${inode}`) drop(link);
      for (const object of [...objects.values()]) {
        if ('namespace' in object && object.namespace === `ns:${inode}`) objects.delete(object.key);
      }
      objects.delete(`ns:${inode}`);
      break;
    case 'add pair':
      if (end === undefined) {
        put([
          link(host, index, `veth${one.n}`, { peer: `if:${host}/${index + 1}` }),
          link(host, index + 1, `ceth${one.n}`, { peer: `if:${host}/${index}` }),
        ]);
      }
      break;
    case 'add bridge':
      put([link(host, 60 + one.n, `br${one.n}`, { type: 'bridge', up: true })]);
      break;
    case 'move': {
      const target = `ns:${500 + one.to}`;
      if (end === undefined || !objects.has(target)) break;
      objects.delete(end.key);
      const moved = {
        ...end,
        key: `if:${500 + one.to}/${end.index}`,
        namespace: target,
        master: null,
      };
      objects.set(moved.key, moved);
      const peer = links().find(({ key }) => key === end.peer);
      if (peer !== undefined) change(peer, { peer: moved.key });
      break;
    }
    case 'enslave':
      if (end?.namespace === `ns:${host}` && objects.has(`if:${host}/${60 + one.to}`)) {
        change(end, { master: `if:${host}/${60 + one.to}` });
      }
      break;
    case 'address':
      if (end !== undefined) {
        const address = `192.168.100.${100 + one.to}`;
        change(end, {
          isUp: true,
          addresses: [{ family: 'inet', address, prefixLength: 24, scope: 'global' }],
        });
        put(routes(Number(end.namespace.slice(3)), `192.168.${one.to}.0/24 dev ${end.name}`));
      }
      break;
  }
  return topology(network.version + 1, [...objects.values()]);
}

/**
 * A box may grow at its far edge; the edge where its cables arrive stays, and all of its ports. On
 * a phone the rest of the world stands below the host, and makes room when that grows.
 */
function expectStill(before: Drawing, after: Drawing): void {
  for (const { key, rect, space } of after.spaces) {
    const old = before.spaces.find((shape) => shape.key === key)?.rect;
    if (old === undefined) continue;
    expect([rect.x, rect.width]).toEqual([old.x, old.width]);
    if (space.isRoot) expect(rect.y).toBe(old.y);
    else expect(bottom(rect)).toBeCloseTo(bottom(old));
  }
  const isBelow = after.ports.some(({ port, side }) => port.name === 'eth0' && side === 'bottom');
  for (const { key, at } of after.ports) {
    const old = before.ports.find((shape) => shape.key === key)?.at;
    if (old === undefined) continue;
    expect(at.x).toBe(old.x);
    if (!isBelow || at.y <= 0) expect(at.y).toBe(old.y);
  }
  for (const { key, rect } of after.bars) {
    const old = before.bars.find((shape) => shape.key === key)?.rect;
    if (old !== undefined && rect.y > 0) expect([rect.x, rect.y]).toEqual([old.x, old.y]);
  }
}

function expectApart({ spaces, machines }: Drawing): void {
  for (const boxes of [spaces, machines]) {
    for (const [index, box] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) {
        expect(collide(box.rect, other.rect), `${box.key} and ${other.key}`).toBe(false);
      }
    }
  }
}

function collide(a: Rect, b: Rect): boolean {
  return a.x < right(b) && b.x < right(a) && a.y < bottom(b) && b.y < bottom(a);
}

function extent({ x, y, text, anchor }: Line): Rect {
  const width = textWidth(text);
  return { x: anchor === 'end' ? x - width : x, y: y - 9, width, height: 9 };
}

function expectInside(line: Line, rect: Rect, fontSize = 11.5): void {
  const width = textWidth(line.text, fontSize);
  const start = line.anchor === 'end' ? line.x - width : line.x;
  expect(start, line.text).toBeGreaterThanOrEqual(rect.x);
  expect(start + width, line.text).toBeLessThanOrEqual(right(rect) + 0.1);
  expect(line.y, line.text).toBeLessThanOrEqual(bottom(rect));
}
