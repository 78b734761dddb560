/** In a real sandbox: containers on a bridge, and rules and policies that drop. */
import { openTestSandboxes } from '../../sandbox/test-sandboxes.fixture.ts';
import { netwatchTool } from '../../topology/observe.ts';
import { observeSandbox } from '../../topology/observed-sandbox.fixture.ts';
import { packetwatchTool } from '../capture/capture.ts';
import { bridge, cases, openLabs, ping, tcp } from './broken-networks.fixture.ts';

openLabs({
  sandboxes: () => openTestSandboxes({ tools: [netwatchTool, packetwatchTool] }),
  observe: observeSandbox,
});

cases(bridge, [
  {
    title: 'a rule drops it on its way through the host',
    breakIt: `iptables -A FORWARD -i eth0 -j ACCEPT
        iptables -A FORWARD -s 172.18.0.10 -j DROP`,
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['dropped-by-rule at host'],
    text: 'The packet is dropped in `host` by this rule of `FORWARD`: `-s 172.18.0.10/32 -j DROP`.',
  },
  {
    title: 'a rule refuses it',
    breakIt: 'iptables -A FORWARD -p icmp -j REJECT',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['dropped-by-rule at host'],
    text: 'The packet is rejected in `host` by this rule of `FORWARD`: `-p icmp -j REJECT --reject-with icmp-port-unreachable`. The sender was told: Destination Port Unreachable.',
  },
  {
    title: 'a rule of nftables refuses it',
    breakIt: `nft add table ip mine
        nft add chain ip mine in '{ type filter hook forward priority 0; }'
        nft add rule ip mine in ip daddr 8.8.8.8 counter reject with icmp type admin-prohibited`,
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['dropped-by-rule at host'],
    text: 'The packet is rejected in `host` by this rule of `in`: `ip daddr 8.8.8.8 counter reject with icmp admin-prohibited`. The sender was told: Packet filtered.',
  },
  {
    title: 'a rule drops the answer',
    breakIt: `nft add table ip mine
        nft add chain ip mine in '{ type filter hook forward priority 0; }'
        nft add rule ip mine in ip saddr 8.8.8.8 counter drop`,
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['dropped-by-rule at host'],
  },
  {
    title: 'a rule drops it before it leaves the container',
    breakIt: 'nsenter --net=/run/netns/netns0 iptables -A OUTPUT -d 8.8.8.8 -j DROP',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['dropped-by-rule at netns0'],
  },
  {
    title: 'a rule drops it where it arrives',
    breakIt: 'nsenter --net=/run/netns/netns1 iptables -A INPUT -p tcp --dport 80 -j DROP',
    from: 'netns0',
    probe: tcp('172.18.0.20', 80),
    told: ['dropped-by-rule at netns1'],
  },
  {
    title: 'the policy drops the answer',
    breakIt: 'iptables -P FORWARD DROP; iptables -A FORWARD -i br0 -j ACCEPT',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['dropped-by-policy at host'],
    text: 'The answer is dropped in `host` by the policy of `FORWARD`, since no rule of it takes the packet.',
    remedy: 'iptables -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
  },
  {
    title: 'the policy drops what no rule takes',
    breakIt: 'iptables -P FORWARD DROP; iptables -A FORWARD -i eth0 -j ACCEPT',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['dropped-by-policy at host'],
    text: 'The packet is dropped in `host` by the policy of `FORWARD`, since no rule of it takes the packet.',
  },
  {
    title: 'the policy drops what was published',
    breakIt: 'iptables -P FORWARD DROP',
    from: 'outside',
    probe: tcp('172.16.0.2', 8080),
    told: ['dropped-by-policy at host'],
  },
  {
    title: 'frames on the bridge meet the policy of the host',
    breakIt: 'sysctl -qw net.bridge.bridge-nf-call-iptables=1; iptables -P FORWARD DROP',
    from: 'netns0',
    probe: ping('172.18.0.20'),
    told: ['bridge-netfilter at host'],
  },
  {
    title: 'frames on the bridge meet a rule of the host',
    breakIt:
      'sysctl -qw net.bridge.bridge-nf-call-iptables=1; iptables -A FORWARD -i br0 -o br0 -j DROP',
    from: 'netns0',
    probe: tcp('172.18.0.20', 80),
    told: ['bridge-netfilter at host'],
  },
]);
