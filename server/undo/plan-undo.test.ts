import { expect, test } from 'vitest';
import { topologyOf, type WrittenNamespace } from '../checker/topology-fixture.ts';
import type { Topology, TopologyObject } from '../protocol/topology.ts';
import { planUndo } from './plan-undo.ts';

type Written = Readonly<Record<string, WrittenNamespace>>;

/** The commands that lead from one network to another. */
function commands(now: Written | Topology, target: Written | Topology): string[] {
  const all = plan(now, target).steps.map(({ command }) => command);
  // The loopback interfaces that are written down have the MTU of the others.
  return all.filter((command) => !command.endsWith('dev lo mtu 1500'));
}

function plan(now: Written | Topology, target: Written | Topology) {
  return planUndo(toTopology(now), toTopology(target), []);
}

function toTopology(network: Written | Topology): Topology {
  return isTopology(network) ? network : topologyOf(network);
}

function isTopology(network: Written | Topology): network is Topology {
  return Array.isArray(network.objects);
}

function withMore(network: Written, ...more: TopologyObject[]): Topology {
  const topology = topologyOf(network);
  return { ...topology, objects: [...topology.objects, ...more] };
}

const cable: Written = {
  root: { interfaces: { veth0: { peer: 'netns0/ceth0' } } },
  netns0: { interfaces: { ceth0: { peer: 'root/veth0' } } },
};

test('between equal networks there is nothing to do', () => {
  expect(plan(cable, cable)).toMatchObject({ steps: [], cannot: [] });
});

test('a namespace is made, with all that was in it, and deleted after all that is', () => {
  expect(commands({}, cable)).toEqual([
    'ip netns add netns0',
    'ip link add name veth0 type veth peer name ceth0 netns netns0',
  ]);
  expect(commands(cable, {})).toEqual(['ip link del dev veth0', 'ip netns del netns0']);
});

test('an interface that was moved comes back, and is set as it was', () => {
  const before: Written = {
    root: {
      interfaces: {
        veth0: { peer: 'root/ceth0', up: true },
        ceth0: { peer: 'root/veth0', up: true, addresses: ['10.0.0.1/24'] },
      },
    },
    netns0: {},
  };
  expect(commands(cable, before)).toEqual([
    'ip -n netns0 link set dev ceth0 netns 1',
    'ip link set dev veth0 up',
    'ip link set dev ceth0 up',
    'ip addr add 10.0.0.1/24 dev ceth0',
    // What the kernel makes with the address is not in the target, so that it goes.
    'ip route del 10.0.0.0/24 dev ceth0 proto kernel src 10.0.0.1',
  ]);
});

test('names that stand in each other’s way step aside', () => {
  const pair = (one: string, other: string): Written => ({
    root: { interfaces: { [one]: { peer: `root/${other}` }, [other]: { peer: `root/${one}` } } },
  });
  expect(commands(pair('left', 'right'), pair('right', 'left'))).toEqual([
    'ip link set dev left name undo-aside',
    'ip link set dev right name left',
    'ip link set dev undo-aside name right',
  ]);
});

test('routes that went with a link come back after it is up', () => {
  const network = (up: boolean): Written => ({
    root: {
      interfaces: { veth0: { up, addresses: ['10.0.0.1/24'] } },
      routes: up ? ['default via 10.0.0.2 dev veth0'] : [],
    },
  });
  expect(commands(network(false), network(true))).toEqual([
    'ip link set dev veth0 up',
    'ip route del 10.0.0.0/24 dev veth0 proto kernel src 10.0.0.1',
    'ip route add default via 10.0.0.2 dev veth0 scope link',
  ]);
  expect(commands(network(true), network(false))).toEqual(['ip link set dev veth0 down']);
});

test('settings, rules and their chains', () => {
  const network = (value: string, rules: string[]): Written => ({
    root: {
      sysctls: { 'net.ipv4.ip_forward': value },
      chains: [{ table: 'nat', name: 'POSTROUTING', hook: 'postrouting', rules }],
    },
  });
  const rule = '-s 172.18.0.0/16 ! -o br0 -j MASQUERADE';
  expect(
    commands(network('1', ['-j ONE', rule, '-j TWO']), network('0', ['-j ONE', '-j TWO'])),
  ).toEqual(['sysctl -w net.ipv4.ip_forward=0', 'iptables -t nat -D POSTROUTING 2']);
  expect(
    commands(network('1', ['-j ONE', '-j TWO']), network('1', ['-j ONE', rule, '-j TWO'])),
  ).toEqual([`iptables -t nat -I POSTROUTING 2 ${rule}`]);
});

test('what only ages is left alone', () => {
  const neighbour = (state: string): TopologyObject => ({
    ...{ kind: 'neighbour', key: 'neighbour:1/veth0/10.0.0.2', namespace: 'ns:1', device: 'veth0' },
    ...{ address: '10.0.0.2', mac: '02:00:00:00:00:02', state },
  });
  const learnt: TopologyObject = {
    ...{ kind: 'fdb-entry', key: 'fdb:1/veth0/x', namespace: 'ns:1', bridge: 'br0', port: 'veth0' },
    ...{ mac: '02:00:00:00:00:03', isPermanent: false },
  };
  expect(commands(withMore(cable, neighbour('REACHABLE'), learnt), cable)).toEqual([]);
  expect(commands(withMore(cable, neighbour('PERMANENT')), cable)).toEqual([
    'ip neigh del 10.0.0.2 dev veth0',
  ]);
  expect(commands(cable, withMore(cable, { ...learnt, isPermanent: true }))).toEqual([
    'bridge fdb add 02:00:00:00:00:03 dev veth0 master permanent',
  ]);
});

test('what cannot be undone is said', () => {
  const listening: Written = { root: { listeners: [{ protocol: 'tcp', port: 80 }] } };
  expect(plan({}, listening).cannot).toEqual([
    expect.stringMatching(/:80 has ended: start it again/),
  ]);
  expect(plan(listening, {}).cannot).toEqual([
    expect.stringMatching(/:80 goes on: end it yourself/),
  ]);

  const vxlan: Written = { root: { interfaces: { vxlan7: { type: 'vxlan' } } } };
  expect(plan({}, vxlan)).toMatchObject({
    steps: [],
    cannot: ['vxlan7 is not made again: the settings of its kind (vxlan) are not known.'],
  });
  const unnamed: Written = { sleeper: { unnamed: { process: 'sleep' } } };
  expect(plan({}, unnamed).cannot).toEqual([
    'The namespace of sleep is gone with its process; it and what was in it do not come back.',
  ]);
  expect([...plan(unnamed, {}).staying.values()]).toEqual([
    'The namespace of sleep stays until whoever holds it lets go of it.',
  ]);
});

test('a number that was used again does not make another namespace the same', () => {
  const now = topologyOf({ netns1: {} });
  const target = topologyOf({ netns0: {} });
  expect(commands(now, target)).toEqual(['ip netns add netns0', 'ip netns del netns1']);
});

test('a name of which bytes were lost is left out and said, and never typed', () => {
  const odd: Written = { root: { interfaces: { 'br\ufffd': { type: 'bridge' } } } };
  const { steps, cannot } = plan(odd, {});
  expect(steps).toEqual([]);
  expect(cannot).toEqual([expect.stringContaining('cannot be typed')]);
});
