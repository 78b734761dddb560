/** In a real sandbox: containers on a bridge, with a link, a route or a translation that is missing. */
import { openTestSandboxes } from '../../sandbox/test-sandboxes.fixture.ts';
import { netwatchTool } from '../../topology/observe.ts';
import { observeSandbox } from '../../topology/observed-sandbox.fixture.ts';
import { packetwatchTool } from '../capture/capture.ts';
import { bridge, cases, openLabs, ping, tcp, tellsInTime } from './broken-networks.fixture.ts';

openLabs({
  sandboxes: () => openTestSandboxes({ tools: [netwatchTool, packetwatchTool] }),
  observe: observeSandbox,
});

const oneMac = '02:42:ac:12:00:02';

cases(bridge, [
  {
    title: 'the bridge is down',
    breakIt: 'ip link set br0 down',
    from: 'netns0',
    probe: ping('172.18.0.20'),
    told: ['link-down at host'],
  },
  {
    title: 'the port of the other container is down',
    breakIt: 'ip link set veth1 down',
    from: 'netns0',
    probe: ping('172.18.0.20'),
    told: ['link-down at host'],
    text: '`veth1` on `host` is down: nothing passes it.',
  },
  {
    title: 'the other container has its interface down',
    breakIt: 'ip -n netns1 link set ceth1 down',
    from: 'netns0',
    probe: ping('172.18.0.20'),
    told: ['link-down at netns1'],
  },
  {
    title: 'no cable is attached to the bridge',
    breakIt: 'ip link set veth0 nomaster; ip link set veth1 nomaster',
    from: 'host',
    probe: ping('172.18.0.10'),
    told: ['no-carrier at host'],
    text: '`br0` on `host` is up and has no carrier: no interface is attached to it.',
  },
  {
    title: 'one cable is not attached to the bridge',
    breakIt: 'ip link set veth1 nomaster',
    from: 'netns0',
    probe: ping('172.18.0.20'),
    told: ['arp-unanswered at netns0'],
  },
  {
    title: 'the same, and the host asks: an address on the loose end would not mend it',
    breakIt: 'ip link set veth1 nomaster',
    from: 'host',
    probe: ping('172.18.0.20'),
    told: ['arp-unanswered at host'],
    text: '`host` asks by ARP on `br0` who has 172.18.0.20, and no answer reaches it. It is on `ceth1` in `netns1`, which `br0` does not lead to; its cable ends at `veth1` on `host`, which is no port of a bridge.',
  },
  {
    title: 'the gateway is written down with the MAC address of a neighbour',
    breakIt: `ip -n netns1 link set ceth1 address 02:00:00:00:00:11; ip link set br0 address 02:00:00:00:00:01
      ip -n netns0 neigh replace 172.18.0.1 lladdr 02:00:00:00:00:11 dev ceth0 nud permanent`,
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['wrong-neighbour at netns0'],
    text: 'In `netns0` 172.18.0.1 is noted with the MAC address 02:00:00:00:00:11, which is that of `ceth1` in `netns1`. 172.18.0.1 is on `br0` on `host`, which has 02:00:00:00:00:01. The entry is PERMANENT: nobody is asked anew.',
    lookAt: 'ip netns exec netns0 ip neighbour show to 172.18.0.1 dev ceth0',
  },
  {
    title: 'who asks is written down with a MAC address that nobody has',
    breakIt: `ip -n netns0 link set ceth0 address 02:00:00:00:00:10
      ip neigh replace 172.18.0.10 lladdr 02:00:00:00:00:99 dev br0 nud permanent`,
    from: 'netns0',
    probe: ping('172.18.0.1'),
    told: ['wrong-neighbour at host'],
    text: 'The packet arrives, but for the answer: in `host` 172.18.0.10 is noted with the MAC address 02:00:00:00:00:99, which nobody reached by `br0` has. 172.18.0.10 is on `ceth0` in `netns0`, which has 02:00:00:00:00:10. The entry is PERMANENT: nobody is asked anew.',
  },
  {
    title: 'no default route',
    breakIt: 'ip -n netns0 route del default',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['no-route at netns0'],
  },
  {
    title: 'a gateway that nobody is',
    breakIt: 'ip -n netns0 route replace default via 172.18.0.99',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['wrong-gateway at netns0'],
  },
  {
    title: 'a gateway that is the other container',
    breakIt: 'ip -n netns0 route replace default via 172.18.0.20',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['wrong-gateway at netns0', 'forwarding-off at netns1'],
  },
  {
    title: 'the host does not forward',
    breakIt: 'sysctl -qw net.ipv4.ip_forward=0',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['forwarding-off at host'],
    text: '`host` gets a packet for 8.8.8.8, which is not itself, and forwards nothing: net.ipv4.ip_forward is 0.',
  },
  {
    title: 'the host has no route out',
    breakIt: 'ip route del default',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['no-route at host'],
  },
  {
    title: 'nothing translates the source',
    breakIt: 'iptables -t nat -F POSTROUTING',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['no-masquerade at host'],
  },
  {
    title: 'all chains that translate were emptied',
    breakIt: 'iptables -t nat -F',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['no-masquerade at host'],
  },
  {
    title: 'the translation is for another network',
    breakIt: `iptables -t nat -F POSTROUTING
        iptables -t nat -A POSTROUTING -s 172.19.0.0/16 ! -o br0 -j MASQUERADE`,
    from: 'netns0',
    probe: tcp('93.184.215.14', 80),
    told: ['no-masquerade at host'],
  },
  {
    title: 'a route where it comes through refuses it',
    breakIt: 'ip route add unreachable 8.8.8.0/24',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['refused-by-route at host'],
  },
  {
    title: 'the way out is smaller than the packet',
    breakIt: 'ip link set eth0 mtu 1400',
    from: 'netns0',
    probe: ping('8.8.8.8', 1450),
    told: ['mtu at host'],
  },
  {
    title: 'a port of the bridge is smaller than the packet, which shows at the bridge, too',
    breakIt: 'ip link set veth1 mtu 1000',
    from: 'netns0',
    probe: ping('172.18.0.20', 1200),
    told: ['mtu at host'],
    text: '`veth1` on `host` takes packets up to 1000 bytes; this one has 1228, and is dropped without a word.',
  },
  {
    title: 'the default route names no gateway',
    breakIt: 'ip -n netns0 route replace default dev ceth0',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['arp-unanswered at netns0'],
    text: '`netns0` asks by ARP on `ceth0` who has 8.8.8.8, and no answer reaches it. The default route names no gateway, so 8.8.8.8 is asked for as a neighbour. It is on `lo` on `internet`, which `ceth0` does not lead to.',
    lookAt: 'ip netns exec netns0 ip route',
  },
  {
    title: 'two containers have the same MAC address, and one looks for the other',
    breakIt: `ip -n netns0 link set ceth0 address ${oneMac}
        ip -n netns1 link set ceth1 address ${oneMac}`,
    from: 'netns0',
    probe: ping('172.18.0.20'),
    told: ['same-mac at netns0'],
    text: `\`ceth0\` in \`netns0\` and \`ceth1\` in \`netns1\` are on one network and have the same MAC address ${oneMac}. A bridge takes an address to be where it was seen last, so that frames for one of them go astray.`,
  },
  {
    title: 'two containers have the same MAC address, and the bridge sends it to the wrong one',
    breakIt: `ip -n netns0 link set ceth0 address ${oneMac}
        ip -n netns1 link set ceth1 address ${oneMac}
        bridge fdb replace ${oneMac} dev veth0 master static sticky`,
    from: 'host',
    probe: ping('172.18.0.20'),
    told: ['same-mac at netns0'],
  },
]);

tellsInTime();
