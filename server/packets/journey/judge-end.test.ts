import { expect, test } from 'vitest';
import type { TopologyObject } from '../../protocol/topology.ts';
import { echo } from './frames.fixture.ts';
import { recorded, seen } from './network.fixture.ts';
import { across, goAcross, mac, masqueraded, outward, tell } from './told-by-hand.fixture.ts';

test('a namespace that was not captured is not guessed at', () => {
  const journeys = tell(recorded([seen(1, 'host/eth0 out', echo(masqueraded))]));
  expect(journeys[0]?.end).toEqual({
    kind: 'unknown',
    text: 'What is at the other end of eth0 is not captured.',
  });
});

test('forwarding that is off is inferred from the setting', () => {
  const setting: TopologyObject = {
    kind: 'sysctl',
    key: 'sysctl:1/net.ipv4.ip_forward',
    namespace: 'ns:1',
    name: 'net.ipv4.ip_forward',
    value: '0',
  };
  const journeys = tell(recorded([seen(1, 'host/br0 in', echo(outward))]), [setting]);
  expect(journeys[0]?.end).toMatchObject({ kind: 'lost', certainty: 'inferred' });
  expect(journeys[0]?.hops[0]?.decisions[0]?.evidence[0]).toEqual({
    command: 'sysctl net.ipv4.ip_forward',
    output: 'net.ipv4.ip_forward = 0',
    object: 'sysctl:1/net.ipv4.ip_forward',
    rule: null,
  });
});

test('while the trace runs, what was just seen is under way and not lost', () => {
  const recording = { ...recorded([seen(1, 'host/br0 in', echo(outward))]), isOver: false };
  const [now] = tell(recording, [], 1_000_000);
  expect(now?.end).toEqual({ kind: 'under-way' });
  expect(now?.hops[0]?.decisions).toEqual([]);
  const [later] = tell(recording, [], 5_000_000_000);
  expect(later?.end).toMatchObject({ kind: 'lost', certainty: 'inferred' });
});

test('where packets are missing from the trace nothing is called lost for it', () => {
  const recording = { ...recorded([seen(1, 'host/br0 in', echo(outward))]), leftOut: 12 };
  expect(tell(recording)[0]?.end).toEqual({
    kind: 'unknown',
    text: 'Nothing more was seen of it, but 12 packets are missing from the trace.',
  });
});

test('a frame that the bridge got from where it would send it stays there', () => {
  const entry: TopologyObject = {
    kind: 'fdb-entry',
    key: 'fdb:1/veth0/x',
    namespace: 'ns:1',
    bridge: 'br0',
    port: 'veth0',
    mac: mac('netns1/ceth1'),
    isPermanent: false,
  };
  const journeys = tell(recorded(goAcross(1, echo(across)).slice(0, 2)), [entry]);
  expect(journeys[0]?.end).toMatchObject({ kind: 'lost', certainty: 'shown' });
  expect(journeys[0]?.hops[1]?.decisions.at(-1)?.evidence[0]?.object).toBe('fdb:1/veth0/x');
});
