import { expect, test } from 'vitest';
import type { Finding } from '../../protocol/diagnosis.ts';
import type { Topology, TopologyObject } from '../../protocol/topology.ts';
import { remedyOf } from './remedy.ts';

const inside = { namespace: 'ns:2' };
const chain = (syntax: 'iptables' | 'nft'): TopologyObject => ({
  ...{ kind: 'chain', key: 'chain', ...inside, syntax, family: 'ip', table: 'filter' },
  ...{ name: 'FORWARD', type: 'filter', hook: 'forward', priority: 0, policy: 'DROP' },
  rules: ['-i a -j ACCEPT', '-s 10.0.0.1/32 -j DROP'],
});
const topology = (...objects: TopologyObject[]): Topology => ({
  version: 1,
  objects: [
    { kind: 'machine', key: 'machine:host', name: 'host', title: '', role: 'learner' },
    { kind: 'machine', key: 'machine:router', name: 'router', title: '', role: 'scenery' },
    {
      ...{ kind: 'namespace', key: 'ns:2', machine: 'host', isRoot: false, name: 'blue' },
      ...{ path: '/run/netns/blue', process: null },
    },
    ...objects,
  ],
});
const finding = (cause: Finding['cause'], object: string, rule: number | null = null): Finding => ({
  ...{ cause, certainty: 'shown', machine: 'host', ...inside, objects: [object] },
  ...{ text: '', lookAt: '', evidence: [{ command: '', output: '', object, rule }] },
});
const setting = 'sysctl:2/net.ipv4.ip_forward';

test.each<[string, Finding, Topology, string | null]>([
  [
    'a rule of iptables',
    finding('dropped-by-rule', 'chain', 1),
    topology(chain('iptables')),
    'ip netns exec blue iptables -t filter -D FORWARD 2',
  ],
  ['a rule of nft', finding('dropped-by-rule', 'chain', 1), topology(chain('nft')), null],
  [
    'a rule that is gone',
    finding('dropped-by-rule', 'chain', 7),
    topology(chain('iptables')),
    null,
  ],
  [
    'a policy',
    finding('dropped-by-policy', 'chain'),
    topology(chain('iptables')),
    'ip netns exec blue iptables -P FORWARD ACCEPT',
  ],
  [
    'a policy that drops the answer',
    {
      ...finding('dropped-by-policy', 'chain'),
      text: 'The answer is dropped in `blue` by the policy of `FORWARD`.',
    },
    topology(chain('iptables')),
    'ip netns exec blue iptables -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
  ],
  [
    'a setting',
    finding('forwarding-off', setting),
    topology(),
    'ip netns exec blue sysctl -w net.ipv4.ip_forward=1',
  ],
  [
    'a route',
    finding('refused-by-route', 'route'),
    topology({
      ...{ kind: 'route', key: 'route', ...inside, family: 'inet6', table: '7', order: 0 },
      ...{ type: 'blackhole', destination: 'fd00::/64', gateway: null, device: null },
      ...{ source: null, protocol: 'boot', scope: 'global', metric: 0 },
    }),
    'ip netns exec blue ip -6 route del blackhole fd00::/64 table 7',
  ],
  [
    'a neighbour noted with the wrong MAC address',
    finding('wrong-neighbour', 'neighbour'),
    topology({
      ...{ kind: 'neighbour', key: 'neighbour', ...inside, address: '10.0.0.1', device: 'eth0' },
      ...{ mac: '02:00:00:00:00:99', state: 'PERMANENT' },
    }),
    'ip netns exec blue ip neigh del 10.0.0.1 dev eth0',
  ],
  ['an address that only the lesson knows', finding('no-address', 'x'), topology(), null],
  ['what is gone by now', finding('link-down', 'x'), topology(), null],
  [
    'what is only inferred',
    { ...finding('forwarding-off', setting), certainty: 'inferred' },
    topology(),
    null,
  ],
  [
    'a machine of the scenery',
    { ...finding('forwarding-off', setting), machine: 'router' },
    topology(),
    null,
  ],
])('the remedy for %s', (_, one, network, remedy) => {
  expect(remedyOf(one, network)).toBe(remedy);
});
