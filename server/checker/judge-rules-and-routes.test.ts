import { describe, expect, it } from 'vitest';
import { goalOf, reasonOf, remedyOf, type Written } from './judge-fixture.ts';
import type { WrittenNamespace } from './topology-fixture.ts';

describe('a goal about bridges, routes, rules and settings', () => {
  const goal = goalOf({
    interfaces: [
      { name: 'br0', in: 'root', type: 'bridge', up: true, addresses: ['172.18.0.1/16'] },
      { name: 'veth0', in: 'root', master: 'br0', noAddresses: true },
    ],
    routes: [{ in: 'root', to: 'default', via: '172.16.0.1', dev: 'eth0' }],
    sysctls: [{ in: 'root', name: 'net.ipv4.ip_forward', value: '1' }],
    nat: [
      { in: 'root', kind: 'masquerade', from: '172.18.0.0/16' },
      { in: 'root', kind: 'dnat', port: 5000, to: '172.18.0.10:5000' },
    ],
    chains: [{ in: 'root', table: 'filter', name: 'MY_CUSTOM_CHAIN' }],
    listeners: [{ in: 'root', protocol: 'tcp', port: 8080 }],
    absent: {
      routes: [{ in: 'root', to: '172.18.0.0/16', dev: 'veth0' }],
      namespaces: ['old'],
      interfaces: [{ name: 'veth9', in: 'root' }],
    },
  });
  const br0 = { type: 'bridge', up: true, addresses: ['172.18.0.1/16'] };
  const post = {
    table: 'nat',
    name: 'POSTROUTING',
    hook: 'postrouting',
    rules: ['-s 172.18.0.0/16 ! -o br0 -j MASQUERADE'],
  };
  const pre = {
    table: 'nat',
    name: 'PREROUTING',
    hook: 'prerouting',
    rules: ['-m addrtype --dst-type LOCAL -j PUBLISHED'],
  };
  const published = {
    table: 'nat',
    name: 'PUBLISHED',
    rules: ['-p tcp -m tcp --dport 5000 -j DNAT --to-destination 172.18.0.10:5000'],
  };
  const custom = { table: 'filter', name: 'MY_CUSTOM_CHAIN' };
  const root = {
    interfaces: { br0, veth0: { master: 'br0' } },
    routes: ['default via 172.16.0.1 dev eth0'],
    sysctls: { 'net.ipv4.ip_forward': '1' },
    chains: [post, pre, published, custom],
    listeners: [{ protocol: 'tcp', port: 8080 }],
  } satisfies WrittenNamespace;

  it('holds when everything is as it says', () => {
    expect(reasonOf(goal, { root })).toBeUndefined();
  });

  it.each<[string, Written, string, string[]]>([
    [
      'another type',
      { root: { ...root, interfaces: { ...root.interfaces, br0: {} } } },
      '`br0` is an end of a veth pair, not a bridge.',
      ['ip link delete br0', 'ip link add br0 type bridge'],
    ],
    [
      'no master',
      { root: { ...root, interfaces: { br0, veth0: {} } } },
      '`veth0` is not a port of any bridge.',
      ['ip link set veth0 master br0'],
    ],
    [
      'another master',
      { root: { ...root, interfaces: { br0, br1: br0, veth0: { master: 'br1' } } } },
      '`veth0` is a port of `br1`, not of `br0`.',
      ['ip link set veth0 master br0'],
    ],
    [
      'an address too many',
      {
        root: { ...root, interfaces: { br0, veth0: { master: 'br0', addresses: ['10.0.0.1/8'] } } },
      },
      '`veth0` still has 10.0.0.1/8.',
      ['ip addr del 10.0.0.1/8 dev veth0'],
    ],
    [
      'no route',
      { root: { ...root, routes: [] } },
      "There is no route to default in the host's root namespace.",
      ['ip route add default via 172.16.0.1 dev eth0'],
    ],
    [
      'no route, since its interface was set down',
      { root: { ...root, interfaces: { ...root.interfaces, eth0: {} }, routes: [] } },
      "There is no route to default in the host's root namespace, and `eth0` is down.",
      ['ip link set eth0 up', 'ip route add default via 172.16.0.1 dev eth0'],
    ],
    [
      'another gateway',
      { root: { ...root, routes: ['default via 172.16.0.9 dev eth0'] } },
      "The route to default in the host's root namespace is `default via 172.16.0.9 dev eth0`, not `default via 172.16.0.1 dev eth0`.",
      ['ip route replace default via 172.16.0.1 dev eth0'],
    ],
    [
      'forwarding off',
      { root: { ...root, sysctls: { 'net.ipv4.ip_forward': '0' } } },
      "`net.ipv4.ip_forward` is 0 in the host's root namespace, not 1.",
      ['sysctl -w net.ipv4.ip_forward=1'],
    ],
    [
      'no masquerade',
      { root: { ...root, chains: [pre, published, custom] } },
      "No rule in the host's root namespace rewrites the source of packets from 172.18.0.0/16.",
      ['iptables -t nat -A POSTROUTING -s 172.18.0.0/16 -j MASQUERADE'],
    ],
    [
      'masquerade for others',
      {
        root: {
          ...root,
          chains: [{ ...post, rules: ['-s 172.19.0.0/16 -j MASQUERADE'] }, pre, published, custom],
        },
      },
      '`-s 172.19.0.0/16 -j MASQUERADE` does not rewrite packets from 172.18.0.0/16.',
      ['iptables -t nat -A POSTROUTING -s 172.18.0.0/16 -j MASQUERADE'],
    ],
    [
      'translation to one address for others',
      {
        root: {
          ...root,
          chains: [
            { ...post, rules: ['-s 172.19.0.0/16 -j SNAT --to-source 172.16.0.2'] },
            ...[pre, published, custom],
          ],
        },
      },
      '`-s 172.19.0.0/16 -j SNAT --to-source 172.16.0.2` does not rewrite packets from 172.18.0.0/16.',
      ['iptables -t nat -A POSTROUTING -s 172.18.0.0/16 -j MASQUERADE'],
    ],
    [
      'a rule that nothing jumps to',
      { root: { ...root, chains: [post, published, custom] } },
      "No rule in the host's root namespace rewrites the destination of what arrives.",
      [
        'iptables -t nat -A PREROUTING -p tcp --dport 5000 -j DNAT --to-destination 172.18.0.10:5000',
      ],
    ],
    [
      'of rules for other ports, the one that was meant',
      {
        root: {
          ...root,
          chains: [
            post,
            pre,
            {
              ...published,
              rules: [
                '-p tcp --dport 8080 -j DNAT --to-destination 172.18.0.20:80',
                '-p tcp --dport 5001 -j DNAT --to-destination 172.18.0.10:80',
              ],
            },
            custom,
          ],
        },
      },
      '`-p tcp --dport 5001 -j DNAT --to-destination 172.18.0.10:80` does not forward port 5000 to 172.18.0.10:5000.',
      [
        'iptables -t nat -I PREROUTING -p tcp --dport 5000 -j DNAT --to-destination 172.18.0.10:5000',
      ],
    ],
    [
      'a misspelt chain',
      { root: { ...root, chains: [post, pre, published, { ...custom, name: 'MY_COSTUM_CHAIN' }] } },
      'There is no chain called `MY_CUSTOM_CHAIN` in the table `filter`; there is one called `MY_COSTUM_CHAIN`.',
      ['iptables -t filter --rename-chain MY_COSTUM_CHAIN MY_CUSTOM_CHAIN'],
    ],
    [
      'a chain in another table',
      { root: { ...root, chains: [post, pre, published, { ...custom, table: 'nat' }] } },
      'The chain `MY_CUSTOM_CHAIN` is in the table `nat`, not in `filter`.',
      ['iptables -t filter --new-chain MY_CUSTOM_CHAIN'],
    ],
    [
      'a server elsewhere',
      { root: { ...root, listeners: [] }, netns0: { listeners: root.listeners } },
      "Nothing listens on TCP port 8080 in the host's root namespace, but something does in `netns0`.",
      ['python3 -m http.server 8080 > /dev/null 2>&1 &'],
    ],
    [
      'a namespace that should be gone',
      { root, old: {} },
      'The namespace `old` is still there.',
      ['ip netns delete old'],
    ],
    [
      'an interface that should be gone',
      { root: { ...root, interfaces: { ...root.interfaces, veth9: {} } } },
      "`veth9` is still in the host's root namespace.",
      ['ip link delete veth9'],
    ],
    [
      'a route that should be gone',
      { root: { ...root, routes: [...root.routes, '172.18.0.0/16 dev veth0'] } },
      "The host's root namespace still has the route `172.18.0.0/16 dev veth0`.",
      ['ip route delete 172.18.0.0/16 dev veth0'],
    ],
  ])('says what is wrong with %s, and what would help', (_, written, reason, remedy) => {
    expect(reasonOf(goal, written)).toBe(reason);
    expect(remedyOf(goal, written)).toEqual(remedy);
  });
});

it('leaves a route beside one that an address brought, and replaces one that was written by hand', () => {
  const goal = goalOf({
    interfaces: [{ name: 'veth1', in: 'root' }],
    routes: [{ in: 'root', to: '172.18.0.0/16', dev: 'veth1' }],
  });
  const remedyBeside = (...routes: string[]) =>
    remedyOf(goal, { root: { interfaces: { veth0: { up: true }, veth1: { up: true } }, routes } });
  expect(remedyBeside('172.18.0.0/16 dev veth0 proto kernel')).toEqual([
    'ip route append 172.18.0.0/16 dev veth1',
  ]);
  expect(remedyBeside('172.18.0.0/16 dev veth0')).toEqual([
    'ip route replace 172.18.0.0/16 dev veth1',
  ]);
});

it('takes an unwanted address away with the route that it brings, and a wanted one not', () => {
  const brought = {
    interfaces: { veth1: { up: true, addresses: ['172.18.0.21/16', '172.19.0.21/16'] } },
    routes: ['172.18.0.0/16 dev veth1 proto kernel', '172.19.0.0/16 dev veth1 proto kernel'],
  };
  const without = (...addresses: string[]) =>
    goalOf({
      interfaces: [{ name: 'veth1', in: 'root', addresses }],
      absent: { routes: [{ in: 'root', to: '172.18.0.0/16', dev: 'veth1' }] },
    });
  const moved = without('$a in 172.19.0.0/16');
  expect(reasonOf(moved, { root: brought })).toBe(
    "The host's root namespace still has the route `172.18.0.0/16 dev veth1`, which comes with 172.18.0.21/16.",
  );
  expect(remedyOf(moved, { root: brought })).toEqual(['ip addr del 172.18.0.21/16 dev veth1']);
  expect(remedyOf(without('172.18.0.21/16'), { root: brought })).toEqual([
    'ip route delete 172.18.0.0/16 dev veth1',
  ]);
});

it('takes no chain with another number for a misspelt one', () => {
  const second = goalOf({ chains: [{ in: 'root', table: 'filter', name: 'STAGE-2' }] });
  const only = (name: string) => ({ root: { chains: [{ table: 'filter', name }] } });
  expect(reasonOf(second, only('STAGE-1'))).toBe(
    'There is no chain called `STAGE-2` in the table `filter`.',
  );
  expect(remedyOf(second, only('STAGE-1'))).toEqual(['iptables -t filter --new-chain STAGE-2']);
  expect(reasonOf(second, only('STAEG-2'))).toContain('there is one called `STAEG-2`');
});
