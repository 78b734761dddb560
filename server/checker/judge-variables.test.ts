import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timed } from '../cpu-time.fixture.ts';
import { goalOf, reasonOf, remedyOf, type Written } from './judge-fixture.ts';
import { judgeGoal } from './judge-goal.ts';
import { topologyOf, type WrittenNamespace } from './topology-fixture.ts';

describe('a goal with variables', () => {
  const free = goalOf({
    namespaces: [{ name: '$c1' }, { name: '$c2' }],
    interfaces: [
      { name: '$outer1', in: 'root', type: 'veth', peer: '$inner1', up: true, master: '$bridge' },
      { name: '$inner1', in: '$c1', peer: '$outer1', up: true, addresses: ['$a1 in 10.0.0.0/24'] },
      { name: '$outer2', in: 'root', type: 'veth', peer: '$inner2', up: true, master: '$bridge' },
      { name: '$inner2', in: '$c2', peer: '$outer2', up: true, addresses: ['$a2 in 10.0.0.0/24'] },
      { name: '$bridge', in: 'root', type: 'bridge', up: true },
    ],
    routes: [{ in: '$c2', to: 'default', via: '$a1', dev: '$inner2' }],
  });
  const builtAs = (
    c1: string,
    c2: string,
    o1: string,
    o2: string,
    i1: string,
    i2: string,
    bridge: string,
  ): Written => ({
    root: {
      interfaces: {
        [o1]: { peer: `${c1}/${i1}`, up: true, master: bridge },
        [bridge]: { type: 'bridge', up: true },
        [o2]: { peer: `${c2}/${i2}`, up: true, master: bridge },
      },
    },
    [c1]: { interfaces: { [i1]: { peer: `root/${o1}`, up: true, addresses: ['10.0.0.7/24'] } } },
    [c2]: {
      interfaces: { [i2]: { peer: `root/${o2}`, up: true, addresses: ['10.0.0.9/24'] } },
      routes: [`default via 10.0.0.7 dev ${i2}`],
    },
  });

  it('holds whatever names the learner has chosen', () => {
    const name = fc.stringMatching(/^[a-z]{1,3}[0-9]{1,3}$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { minLength: 7, maxLength: 7 }),
        ([c1 = '', c2 = '', o1 = '', o2 = '', i1 = '', i2 = '', bridge = '']) => {
          expect(reasonOf(free, builtAs(c1, c2, o1, o2, i1, i2, bridge))).toBeUndefined();
          expect(reasonOf(free, builtAs(c2, c1, o1, o2, i1, i1, bridge))).toBeUndefined();
        },
      ),
    );
  });

  it('tells a cable of which neither end is there by what it joins', () => {
    const goal = goalOf({
      namespaces: [{ name: 'red' }],
      interfaces: [
        { name: '$outer', in: 'root', type: 'veth', peer: '$inner' },
        { name: '$inner', in: 'red', type: 'veth', peer: '$outer' },
      ],
    });
    const { requirements } = judgeGoal(goal, topologyOf({ root: { interfaces: {} }, red: {} }));
    expect(requirements.map(({ text }) => text)).toContain(
      "a veth pair joins the host's root namespace and `red`",
    );
  });

  it('tells what its variables stand for', () => {
    const { variables } = judgeGoal(
      free,
      topologyOf(builtAs('red', 'blue', 'p1', 'p2', 'eth0', 'eth0', 'switch')),
    );
    expect(Object.fromEntries(variables)).toEqual({
      $c1: 'red',
      $c2: 'blue',
      $outer1: 'p1',
      $outer2: 'p2',
      $inner1: 'eth0',
      $inner2: 'eth0',
      $bridge: 'switch',
      $a1: '10.0.0.7',
      $a2: '10.0.0.9',
    });
  });

  it('has words for what its variables are to stand for', () => {
    const wordsIn = (written: Written) => judgeGoal(free, topologyOf(written)).words;
    expect(wordsIn({}).get('$a1')).toBe('the address in a namespace of your own');
    const half = builtAs('red', 'blue', 'p1', 'p2', 'q1', 'q2', 'switch');
    const bare = { ...half, red: { interfaces: { q1: { peer: 'root/p1' } } } };
    expect(wordsIn(bare).get('$a1')).toBe('the address of `q1`');
    expect(wordsIn(half).get('$a1')).toBe('10.0.0.7');
    expect(wordsIn(half).get('$c1')).toBe('`red`');
  });

  it('does not hold when any one thing is taken away', () => {
    const built = topologyOf(builtAs('red', 'blue', 'p1', 'p2', 'q1', 'q2', 'switch'));
    const needed = built.objects.filter(
      (object) =>
        object.kind === 'route' || (object.kind === 'interface' && object.type !== 'loopback'),
    );
    expect(needed.length).toBe(6);
    for (const gone of needed) {
      const objects = built.objects.filter((object) => object !== gone);
      expect(judgeGoal(free, { version: 2, objects }).broken).not.toBeNull();
    }
  });

  it("speaks in the learner's names as soon as there are some", () => {
    const half = builtAs('red', 'blue', 'p1', 'p2', 'q1', 'q2', 'switch');
    expect(
      reasonOf(free, {
        ...half,
        blue: {
          interfaces: { q2: { ...half.blue?.interfaces?.q2, up: false } },
          routes: ['default via 10.0.0.7 dev q2'],
        },
      }),
    ).toBe('`q2` exists in `blue` but is down.');
    expect(reasonOf(free, {})).toBe('There is no namespace besides the root namespace.');
    expect(reasonOf(free, { red: {} })).toBe('There is no namespace besides `red`.');
  });

  it('refuses one address on two interfaces, another prefix length, and the network itself', () => {
    const half = builtAs('red', 'blue', 'p1', 'p2', 'q1', 'q2', 'switch');
    const second = (address: string) => ({
      ...half,
      blue: {
        ...half.blue,
        interfaces: { q2: { ...half.blue?.interfaces?.q2, addresses: [address] } },
      },
    });
    expect(reasonOf(free, second('10.0.0.7/24'))).toBe(
      '`q2` has 10.0.0.7/24, which another interface has, too.',
    );
    const q2 = 'nsenter --net=/run/netns/blue ip addr';
    expect(remedyOf(free, second('10.0.0.7/24'))).toEqual([
      `${q2} del 10.0.0.7/24 dev q2`,
      `${q2} add 10.0.0.10/24 dev q2`,
    ]);
    expect(reasonOf(free, second('10.0.0.9/25'))).toBe('`q2` has 10.0.0.9/25, not /24.');
    expect(remedyOf(free, second('10.0.0.9/25'))).toEqual([
      `${q2} del 10.0.0.9/25 dev q2`,
      `${q2} add 10.0.0.9/24 dev q2`,
    ]);
    expect(remedyOf(free, second('10.0.0.7/32'))).toEqual([
      `${q2} del 10.0.0.7/32 dev q2`, // which the other end has
      `${q2} add 10.0.0.10/24 dev q2`,
    ]);
    expect(reasonOf(free, second('10.0.0.0/24'))).toBe(
      '`q2` has 10.0.0.0/24, which is not a host address of 10.0.0.0/24.',
    );
  });

  it('leaves alone a cable that leads to another namespace', () => {
    const own = goalOf({
      namespaces: [{ name: 'blue' }],
      interfaces: [
        { name: '$outer', in: 'root', type: 'veth', peer: '$inner' },
        { name: '$inner', in: 'blue', type: 'veth', peer: '$outer' },
      ],
    });
    const cables = { veth0: { peer: 'netns0/ceth0' } };
    const netns0 = { interfaces: { ceth0: { peer: 'root/veth0' } } };
    expect(reasonOf(own, { root: { interfaces: cables }, netns0, blue: {} })).toBe(
      "There is no further end of a veth pair in the host's root namespace.",
    );
    const loose = { ...cables, left: { peer: 'root/right' }, right: { peer: 'root/left' } };
    expect(reasonOf(own, { root: { interfaces: loose }, netns0, blue: {} })).toContain('right');
  });

  it('does not take another bridge for the end of a cable that is missing', () => {
    const plugged = goalOf({
      interfaces: [
        { name: 'podman0', in: 'root', type: 'bridge' },
        { name: '$port', in: 'root', type: 'veth', peer: '$card', master: 'podman0' },
        { name: '$card', in: 'mine', type: 'veth', peer: '$port' },
      ],
    });
    const root = { interfaces: { br0: { type: 'bridge' }, podman0: { type: 'bridge' } } };
    expect(remedyOf(plugged, { root, mine: {} })).toEqual([
      'ip link add card type veth peer name port',
    ]);
  });

  it('does not take a cable of the world for one of the learner', () => {
    const own = goalOf({
      interfaces: [
        { name: '$outer', in: 'root', type: 'veth', peer: '$inner' },
        { name: '$inner', in: 'blue', type: 'veth', peer: '$outer' },
      ],
    });
    const eth0 = { up: true, addresses: ['172.16.0.2/16'] };
    expect(reasonOf(own, { root: { interfaces: { eth0 } }, blue: {} })).toBe(
      "There is no end of a veth pair in the host's root namespace.",
    );
    const made = { eth0, a: { peer: 'root/b' }, b: { peer: 'root/a' } };
    expect(reasonOf(own, { root: { interfaces: made }, blue: {} })).toBe(
      "`b` is still in the host's root namespace, not in `blue`.",
    );
  });

  it('stays quick against hundreds of look-alikes', () => {
    const count = 500;
    const hostile: Record<string, WrittenNamespace> = {
      root: {
        interfaces: Object.fromEntries(
          Array.from({ length: count }, (_, n) => [`v${n}`, { peer: `n${n}/c`, up: true }]),
        ),
      },
    };
    for (let n = 0; n < count; n += 1) {
      hostile[`n${n}`] = { interfaces: { c: { peer: `root/v${n}`, up: true } } };
    }
    const topology = topologyOf(hostile);
    const first = judgeGoal(free, topology);
    const { result: again, cpuMs } = timed(() => judgeGoal(free, topology));
    expect(cpuMs).toBeLessThan(250);
    expect(again.broken?.reason).toBe(first.broken?.reason);
    expect(first.broken).not.toBeNull();
  });
});

it('makes a pair of which neither end has a name, nor belongs to the host, where it goes', () => {
  const between = goalOf({
    namespaces: [{ name: 'red' }, { name: 'blue' }],
    interfaces: [
      { name: '$left', in: 'red', peer: '$right' },
      { name: '$right', in: 'blue', peer: '$left' },
    ],
  });
  expect(remedyOf(between, { root: {}, red: {}, blue: {} })).toEqual([
    'ip link add right netns blue type veth peer name left netns red',
  ]);
});
