import { describe, expect, it } from 'vitest';
import { goalOf, reasonOf, remedyOf, type Written } from './judge-fixture.ts';
import { judgeGoal } from './judge-goal.ts';
import { topologyOf } from './topology-fixture.ts';

const cable = goalOf({
  namespaces: [{ name: 'netns0' }],
  interfaces: [
    { name: 'veth0', in: 'root', peer: 'ceth0', up: true, addresses: ['172.18.0.11/16'] },
    { name: 'ceth0', in: 'netns0', peer: 'veth0', up: true, addresses: ['172.18.0.10/16'] },
  ],
});
const outer = { peer: 'netns0/ceth0', up: true, addresses: ['172.18.0.11/16'] };
const inner = { peer: 'root/veth0', up: true, addresses: ['172.18.0.10/16'] };
const solved: Written = {
  root: { interfaces: { veth0: outer } },
  netns0: { interfaces: { ceth0: inner } },
};

describe('a goal with fixed names', () => {
  it("does not take the host's own eth0 for a veth0 with a slip in its name", () => {
    const network = topologyOf({ root: { interfaces: { eth0: {} } }, netns0: {} });
    const details = judgeGoal(cable, network).requirements.flatMap(({ detail }) => detail ?? []);
    expect(details[0]).toBe('There is no interface called `veth0`.');
  });

  it('does not take the eth0 of the host, nor of another container, for the one that a container lacks', () => {
    const { objects, ...rest } = topologyOf({
      root: { interfaces: { eth0: { peer: 'router/eth1' }, port0: { peer: 'web/eth0' } } },
      router: { interfaces: { eth1: { peer: 'root/eth0' } } },
      web: { interfaces: { eth0: { peer: 'root/port0' } } },
      db: {},
    });
    const wired = objects.map((object) =>
      object.kind === 'namespace' && object.name === 'router'
        ? { ...object, machine: 'router', isRoot: true }
        : object,
    );
    const wanted = goalOf({
      namespaces: [{ name: 'web' }, { name: 'db' }],
      interfaces: [
        { name: '$port', in: 'root', type: 'veth', peer: 'eth0' },
        { name: 'eth0', in: 'db', type: 'veth', peer: '$port' },
      ],
    });
    const { broken, view, requirements } = judgeGoal(wanted, { ...rest, objects: wired });
    expect(requirements.map(({ detail }) => detail)).toContain(
      'There is no interface called `eth0` in `db`.',
    );
    expect(broken?.fact.remedy(view)).toEqual([
      'ip link add eth0 netns db type veth peer name port',
    ]);
  });

  it('names the machine where there are several, and the one where it was made by mistake', () => {
    const wanted = { ...goalOf({ namespaces: [{ name: 'c3' }] }), machine: 'node2' };
    const { objects, ...rest } = topologyOf({ c3: {} });
    const reasonWith = (others: typeof objects) =>
      judgeGoal(wanted, { ...rest, objects: others }).broken?.reason;
    expect(reasonWith([])).toBe('There is no namespace called `c3` on `node2`.');
    const typedOnNode1 = objects.map((object) =>
      object.kind === 'namespace' ? { ...object, machine: 'node1' } : object,
    );
    expect(reasonWith(typedOnNode1)).toBe(
      'There is no namespace called `c3` on `node2`; there is one on `node1`.',
    );
  });

  it('holds when everything is as it says', () => {
    const judged = judgeGoal(cable, topologyOf(solved));
    expect(judged.broken).toBeNull();
    expect(judged.ghosts).toEqual([]);
    expect(judged.requirements.every(({ verdict }) => verdict === 'holds')).toBe(true);
  });

  it('fails from the first thing on in an empty network, and draws all of it', () => {
    const judged = judgeGoal(cable, topologyOf({}));
    expect(judged.broken?.reason).toBe('There is no namespace called `netns0`.');
    expect(judged.ghosts).toEqual([
      { kind: 'namespace', machine: 'host', name: 'netns0' },
      {
        kind: 'interface',
        machine: 'host',
        namespace: null,
        name: 'veth0',
        type: 'veth',
        addresses: ['172.18.0.11/16'],
      },
      {
        kind: 'interface',
        machine: 'host',
        namespace: 'netns0',
        name: 'ceth0',
        type: 'veth',
        addresses: ['172.18.0.10/16'],
      },
      {
        kind: 'cable',
        machine: 'host',
        ends: [
          { namespace: null, name: 'veth0' },
          { namespace: 'netns0', name: 'ceth0' },
        ],
      },
    ]);
  });

  it.each<[string, Written, string, string[]]>([
    [
      'a misspelt namespace',
      { netsn0: {} },
      'There is no namespace called `netns0`; there is one called `netsn0`.',
      ['ip netns add netns0'],
    ],
    [
      'a namespace without a name',
      { x: { unnamed: { process: 'bash' } } },
      'There is no namespace called `netns0`; there is one without a name, which lasts as long as its process `bash`.',
      ['ip netns add netns0'],
    ],
    [
      'no pair yet',
      { netns0: {} },
      'There is no interface called `veth0`.',
      ['ip link add ceth0 type veth peer name veth0'],
    ],
    [
      'an end not moved yet',
      {
        root: { interfaces: { veth0: { peer: 'root/ceth0' }, ceth0: { peer: 'root/veth0' } } },
        netns0: {},
      },
      "`ceth0` is still in the host's root namespace, not in `netns0`.",
      ['ip link set ceth0 netns netns0'],
    ],
    [
      'the wrong end moved',
      {
        root: { interfaces: { ceth0: { peer: 'netns0/veth0' } } },
        netns0: { interfaces: { veth0: { peer: 'root/ceth0' } } },
      },
      "`veth0` is in `netns0`, not in the host's root namespace.",
      ['nsenter --net=/run/netns/netns0 ip link set veth0 netns 1'],
    ],
    [
      'a misspelt end',
      {
        root: { interfaces: { veth0: { peer: 'netns0/cteh0' } } },
        netns0: { interfaces: { cteh0: { peer: 'root/veth0' } } },
      },
      'There is no interface called `ceth0` in `netns0`; there is one called `cteh0`.',
      ['nsenter --net=/run/netns/netns0 ip link set cteh0 name ceth0'],
    ],
    [
      'ends of two different pairs',
      {
        root: {
          interfaces: {
            veth0: { peer: 'root/spare0' },
            spare0: { peer: 'root/veth0' },
            spare1: { peer: 'netns0/ceth0' },
          },
        },
        netns0: { interfaces: { ceth0: { peer: 'root/spare1' } } },
      },
      "`veth0` and `ceth0` are not two ends of one pair: the other end of `veth0` is `spare0` in the host's root namespace.",
      [
        'ip link delete veth0',
        'nsenter --net=/run/netns/netns0 ip link delete ceth0',
        'ip link add veth0 type veth peer name ceth0',
      ],
    ],
    [
      'an end without its address',
      { ...solved, netns0: { interfaces: { ceth0: { ...inner, addresses: [] } } } },
      '`ceth0` in `netns0` has no address yet.',
      ['nsenter --net=/run/netns/netns0 ip addr add 172.18.0.10/16 dev ceth0'],
    ],
    [
      'another prefix length',
      { ...solved, netns0: { interfaces: { ceth0: { ...inner, addresses: ['172.18.0.10/24'] } } } },
      '`ceth0` has 172.18.0.10/24, not /16.',
      [
        'nsenter --net=/run/netns/netns0 ip addr del 172.18.0.10/24 dev ceth0',
        'nsenter --net=/run/netns/netns0 ip addr add 172.18.0.10/16 dev ceth0',
      ],
    ],
    [
      'another address',
      { ...solved, netns0: { interfaces: { ceth0: { ...inner, addresses: ['10.0.0.12/8'] } } } },
      '`ceth0` has 10.0.0.12/8, not 172.18.0.10/16.',
      ['nsenter --net=/run/netns/netns0 ip addr add 172.18.0.10/16 dev ceth0'],
    ],
    [
      'a misspelt address',
      { ...solved, netns0: { interfaces: { ceth0: { ...inner, addresses: ['172.18.0.1/16'] } } } },
      '`ceth0` has 172.18.0.1/16, not 172.18.0.10/16.',
      [
        'nsenter --net=/run/netns/netns0 ip addr del 172.18.0.1/16 dev ceth0',
        'nsenter --net=/run/netns/netns0 ip addr add 172.18.0.10/16 dev ceth0',
      ],
    ],
    [
      'addresses the wrong way round',
      {
        root: { interfaces: { veth0: { ...outer, addresses: ['172.18.0.10/16'] } } },
        netns0: { interfaces: { ceth0: { ...inner, addresses: ['172.18.0.11/16'] } } },
      },
      '172.18.0.11/16 is on `ceth0`, not on `veth0`.',
      [
        'ip addr del 172.18.0.10/16 dev veth0', // the next one would go with it, were it a second one
        'nsenter --net=/run/netns/netns0 ip addr del 172.18.0.11/16 dev ceth0',
        'ip addr add 172.18.0.11/16 dev veth0',
      ],
    ],
    [
      'an end that is down',
      { ...solved, netns0: { interfaces: { ceth0: { ...inner, up: false } } } },
      '`ceth0` exists in `netns0` but is down.',
      ['nsenter --net=/run/netns/netns0 ip link set ceth0 up'],
    ],
  ])('says what is wrong with %s, and what would help', (_, written, reason, remedy) => {
    expect(reasonOf(cable, written)).toBe(reason);
    expect(remedyOf(cable, written)).toEqual(remedy);
  });

  it('does not take the name that the goal wants elsewhere for a slip', () => {
    const both = goalOf({ namespaces: [{ name: 'netns0' }, { name: 'netns1' }] });
    expect(reasonOf(both, { netns1: {} })).toBe('There is no namespace called `netns0`.');
    const blue = goalOf({ namespaces: [{ name: 'blue' }] });
    expect(reasonOf(blue, { room: {} })).toContain('there is one called `room`');
    expect(reasonOf(blue, { netns0: { interfaces: { ceth0: {} } } })).toBe(
      'There is no namespace called `blue`.',
    );
    const third = goalOf({ namespaces: [{ name: 'netns2' }] });
    expect(reasonOf(third, { netns0: {}, netns1: {} })).toBe(
      'There is no namespace called `netns2`.',
    );
  });

  it('counts a pair as a pair before its end is moved', () => {
    const judged = judgeGoal(
      cable,
      topologyOf({ root: { interfaces: { veth0: { peer: 'root/ceth0' }, ceth0: {} } } }),
    );
    const verdictOf = (id: string) => judged.requirements.find((one) => one.id === id)?.verdict;
    expect(verdictOf('pair:root/veth0=netns0/ceth0')).toBe('holds');
    expect(verdictOf('interface:netns0/ceth0')).toBe('fails');
  });
});

it('names an interface that the goal leaves undescribed', () => {
  const goal = goalOf({ interfaces: [{ name: 'veth0', in: 'root', peer: 'ceth0' }] });
  expect(() => judgeGoal(goal, topologyOf({}))).toThrow(/does not describe ceth0/);
});

it('misses no loopback where its namespace is missing', () => {
  const awake = goalOf({
    namespaces: [{ name: 'web' }],
    interfaces: [{ name: 'lo', in: 'web', type: 'loopback', up: true }],
  });
  const { requirements, broken } = judgeGoal(
    awake,
    topologyOf({ x: { unnamed: { process: 'httpd' } } }),
  );
  expect(broken?.reason).toContain('There is no namespace called `web`');
  expect(requirements.slice(1).map(({ detail }) => detail)).toEqual([null, null, null]);
  expect(reasonOf(awake, { web: {} })).toBe('`lo` exists in `web` but is down.');
});
