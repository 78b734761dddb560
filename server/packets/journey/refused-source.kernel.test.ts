/** In a real sandbox: packets whose source the kernel refuses, whatever the reverse path filter says. */
import { expect, test } from 'vitest';
import { labForEach } from '../../lab-for-each.fixture.ts';
import { bridgedNetwork } from '../capture/captured-lab.fixture.ts';
import { journeyOf } from './story.fixture.ts';
import { tellLab } from './told-lab.fixture.ts';

const lab = labForEach(bridgedNetwork);

const ownAddress =
  'that is its own address, and from outside the kernel takes in nothing that says it comes from itself, unless accept_local is 1';
const filter = (netns: string, device: string, value: number) =>
  `ip netns exec ${netns} sysctl -qw net.ipv4.conf.all.rp_filter=${value} net.ipv4.conf.${device}.rp_filter=${value}`;

test.each([0, 1, 2])('its own published port leads back to it, with rp_filter %d', async (mode) => {
  await lab.act(`sysctl -qw net.bridge.bridge-nf-call-iptables=0
    iptables -t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination 172.18.0.10:80
    ${filter('netns0', 'ceth0', mode)}`);
  const journeys = await tellLab(lab, 'ip netns exec netns0 nc -z -w 1 172.16.0.2 8080 || true');
  const { end, hops } = journeyOf(journeys, /^TCP SYN 172\.18\.0\.10:\d+ → 172\.16\.0\.2:8080$/);
  expect(end).toEqual({
    kind: 'lost',
    text: `netns0 refuses what comes from 172.18.0.10 by ceth0: ${ownAddress}.`,
    certainty: 'inferred',
  });
  expect(hops.at(-1)).toMatchObject({ namespaceName: 'netns0', direction: 'in' });
  expect(
    hops
      .at(-1)
      ?.decisions.at(-1)
      ?.evidence.map(({ output }) => output),
  ).toEqual([
    'RTNETLINK answers: Invalid argument',
    expect.stringMatching(/^local 172\.18\.0\.10 dev lo /),
    'net.ipv4.conf.all.accept_local = 0',
  ]);
});

test('what comes in with an address of its own is refused without a filter', async () => {
  const mac = lab.interfaceIn('netns1', 'ceth1')?.mac;
  await lab.act(`sysctl -qw net.bridge.bridge-nf-call-iptables=0
    ip -n netns1 addr add 172.18.0.10/32 dev lo; ${filter('netns1', 'ceth1', 0)}
    ip -n netns0 neigh replace 172.18.0.11 lladdr ${mac} dev ceth0`);
  const ping = 'ip netns exec netns0 ping -c 1 -W 1 172.18.0.11 >/dev/null || true';
  const refused = journeyOf(
    await tellLab(lab, ping),
    'ICMP echo request 172.18.0.10 → 172.18.0.11',
  );
  expect(refused.end).toHaveProperty(
    'text',
    `netns1 refuses what comes from 172.18.0.10 by ceth1: ${ownAddress}.`,
  );
  await lab.act('ip netns exec netns1 sysctl -qw net.ipv4.conf.ceth1.accept_local=1');
  const taken = journeyOf(await tellLab(lab, ping), 'ICMP echo request 172.18.0.10 → 172.18.0.11');
  expect(JSON.stringify(taken.end)).not.toContain('refuses');
});

test('the loopback of the host is redirected, and does not leave it', async () => {
  await lab.act(
    'iptables -t nat -A OUTPUT -d 127.0.0.1 -p tcp --dport 8080 -j DNAT --to-destination 172.18.0.10:80',
  );
  const journeys = await tellLab(lab, 'nc -z -w 1 127.0.0.1 8080 || true');
  const { end, hops, origin } = journeyOf(
    journeys,
    /^TCP SYN 127\.0\.0\.1:\d+ → 127\.0\.0\.1:8080$/,
  );
  expect(end).toEqual({
    kind: 'lost',
    text: 'A rule of host redirects it, and it was seen on no interface: with 127.0.0.1 as its source it may leave by the loopback only, unless route_localnet is 1.',
    certainty: 'inferred',
  });
  expect(hops).toEqual([]);
  expect(origin?.decisions.at(-1)?.evidence).toMatchObject([
    { output: expect.stringContaining('-j DNAT --to-destination 172.18.0.10:80') },
    { output: 'net.ipv4.conf.all.route_localnet = 0' },
  ]);
});

test('on the bridge a frame does not go back to where it came from', async () => {
  await lab.act(`sysctl -qw net.bridge.bridge-nf-call-iptables=1
    iptables -t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination 172.18.0.10:80`);
  const journeys = await tellLab(lab, 'ip netns exec netns0 nc -z -w 1 172.16.0.2 8080 || true');
  const { end } = journeyOf(journeys, /^TCP SYN 172\.18\.0\.10:\d+ → 172\.16\.0\.2:8080$/);
  expect(end).toEqual({
    kind: 'lost',
    text: 'br0 would send it back out of veth0, where it came in. A bridge does so only where that port is in hairpin mode.',
    certainty: 'inferred',
  });
});
