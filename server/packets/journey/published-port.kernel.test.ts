/** In a real sandbox: a published port, reached from outside, from the host and from a neighbour. */
import { expect, test } from 'vitest';
import { labForEach } from '../../lab-for-each.fixture.ts';
import { shell } from '../../sandbox/test-sandboxes.fixture.ts';
import { bridgedNetwork } from '../capture/captured-lab.fixture.ts';
import { journeyOf, wayOf, wordsAt } from './story.fixture.ts';
import { tellLab } from './told-lab.fixture.ts';

const lab = labForEach(bridgedNetwork);

const publish = (chain: string) =>
  `iptables -t nat -A ${chain} -p tcp --dport 8080 -m addrtype --dst-type LOCAL -j DNAT --to-destination 172.18.0.10:80`;
const serve = 'ip netns exec netns0 busybox httpd -p 80 -h /';
const get = 'curl -m 3 -s -o /dev/null http://172.16.0.2:8080/nothing';

test('from outside: the destination is translated, and translated back', async () => {
  await lab.act(`${serve}; ${publish('PREROUTING')}`);
  const journeys = await tellLab(lab, () =>
    shell(lab.handle, { kind: 'machine', machine: 'outside' }, get),
  );
  const there = journeyOf(journeys, /^TCP SYN [\d.]+:\d+ → 172\.16\.0\.2:8080$/);
  expect(wayOf(there).slice(-4)).toEqual([
    'host/eth0 in: chain, nat, route, chain, flow, neighbour',
    'host/br0 out: fdb',
    'host/veth0 out: cable',
    'netns0/ceth0 in: delivered',
  ]);
  const arrived = there.hops.findIndex(
    ({ namespaceName, interfaceName }) => namespaceName === 'host' && interfaceName === 'eth0',
  );
  expect(wordsAt(there, arrived).slice(0, 3)).toEqual([
    'Chain PREROUTING of table nat: rule 1, `-A PREROUTING -p tcp -m tcp --dport 8080 -m addrtype --dst-type LOCAL -j DNAT --to-destination 172.18.0.10:80`, matches.',
    'The destination address 172.16.0.2 becomes 172.18.0.10. The destination port 8080 becomes 80.',
    'The route 172.18.0.0/16 dev br0 matches. 172.18.0.0/16 is the longest prefix that holds 172.18.0.10.',
  ]);
  expect(there.end).toMatchObject({
    kind: 'delivered',
    text: expect.stringContaining('busybox listens on tcp'),
  });
  const back = journeys.find(({ answers }) => answers === there.journeyId);
  expect(back?.title).toMatch(/^TCP SYN ACK 172\.18\.0\.10:80 → /);
  expect(back?.hops.find(({ interfaceName }) => interfaceName === 'eth0')?.changed).toContainEqual({
    field: 'source port',
    before: '80',
    after: '8080',
    why: 'destination-nat',
  });
  expect(back?.hops.at(-1)?.namespaceName).toBe('outside');
});

test('from the host itself: the rule of OUTPUT comes before the route that is taken', async () => {
  await lab.act(`${serve}; ${publish('OUTPUT')}`);
  const journeys = await tellLab(lab, get);
  const there = journeyOf(journeys, /^TCP SYN 172\.16\.0\.2:\d+ → 172\.18\.0\.10:80$/);
  expect(wayOf(there)).toEqual([
    'host sends it: chain, nat, flow, route, chain, neighbour',
    'host/br0 out: fdb',
    'host/veth0 out: cable',
    'netns0/ceth0 in: delivered',
  ]);
  const back = journeys.find(({ answers }) => answers === there.journeyId);
  expect(back?.hops.at(-1)?.decisions.map(({ text }) => text)).toContain(
    'By the entry of its tracked flow, the source 172.18.0.10 becomes 172.16.0.2, the source port 80 becomes 8080.',
  );
});

test('from a neighbour: the bridge turns the frame round', async () => {
  await lab.act(`${serve}; ${publish('PREROUTING')}`);
  const journeys = await tellLab(lab, `ip netns exec netns1 ${get} || true`);
  const there = journeyOf(journeys, /^TCP SYN 172\.18\.0\.11:\d+ → 172\.16\.0\.2:8080$/);
  expect(
    there.hops.map(
      ({ namespaceName, interfaceName, direction }) =>
        `${namespaceName}/${interfaceName} ${direction}`,
    ),
  ).toEqual([
    'netns1/ceth1 out',
    'host/veth1 in',
    'host/br0 out',
    'host/veth0 out',
    'netns0/ceth0 in',
  ]);
  expect(there.hops[2]?.changed.map(({ field }) => field)).toContain('destination port');
});

test('a port that nobody listens on is refused by the kernel behind it', async () => {
  await lab.act(publish('PREROUTING'));
  const journeys = await tellLab(lab, () =>
    shell(lab.handle, { kind: 'machine', machine: 'outside' }, `${get} || true`),
  );
  const there = journeyOf(journeys, /^TCP SYN [\d.]+:\d+ → 172\.16\.0\.2:8080$/);
  expect(there.end).toEqual({
    kind: 'lost',
    certainty: 'shown',
    text: 'Nobody listens on tcp 172.18.0.10:80 in netns0: its kernel answers with a reset (RST).',
  });
});

const onBridges = (value: 0 | 1) => `sysctl -qw net.bridge.bridge-nf-call-iptables=${value}`;

test.each([0, 1] as const)(
  'by the loopback of the host: one story there and back, with iptables on bridges %d',
  async (mode) => {
    await lab.act(`${serve}; ${publish('OUTPUT')}; ${onBridges(mode)}
      sysctl -qw net.ipv4.conf.br0.route_localnet=1
      iptables -t nat -A POSTROUTING -s 127.0.0.0/8 -o br0 -j MASQUERADE`);
    const journeys = await tellLab(lab, 'curl -m 3 -s -o /dev/null http://127.0.0.1:8080/nothing');
    const there = journeyOf(journeys, /^TCP SYN 172\.18\.0\.1:\d+ → 172\.18\.0\.10:80$/);
    expect(wordsAt(there, -1)).toContainEqual(
      expect.stringMatching(
        /^The source address 127\.0\.0\.1 becomes 172\.18\.0\.1\. The destination address 127\.0\.0\.1 becomes 172\.18\.0\.10\./,
      ),
    );
    const back = journeys.find(({ answers }) => answers === there.journeyId);
    const undone = back?.hops.slice(-2).flatMap(({ decisions }) => decisions) ?? [];
    const words = undone.flatMap(({ kind, text }) => (kind === 'nat' ? [text] : [])).join(' ');
    expect(words).toMatch(/destination (address )?172\.18\.0\.1 becomes 127\.0\.0\.1/);
    expect(words).toMatch(/source (address )?172\.18\.0\.10 becomes 127\.0\.0\.1/);
    const packets = journeys.filter(({ kind }) => kind === 'tcp');
    expect(packets.length).toBeGreaterThan(6);
    expect(packets.filter(({ answers }) => answers === null)).toEqual([there]);
  },
);

test('with a loopback address as its source it waits for an answer that nobody gives', async () => {
  await lab.act(`${serve}; ${publish('OUTPUT')}; sysctl -qw net.ipv4.conf.br0.route_localnet=1`);
  const journeys = await tellLab(lab, 'nc -z -w 1 127.0.0.1 8080 || true');
  const sent = journeyOf(journeys, /^TCP SYN 127\.0\.0\.1:\d+ → 127\.0\.0\.1:8080$/);
  expect(sent.end).toMatchObject({
    text: 'Nobody answered “who has 172.18.0.10?” on br0 in host: the packet was never sent.',
  });
  const question = journeyOf(journeys, 'ARP who has 172.18.0.10? tell 127.0.0.1');
  expect(question).toMatchObject({ askedFor: sent.journeyId });
  expect(question.end).toMatchObject({
    text: 'netns0 refuses what comes from 127.0.0.1 by ceth0: that is a loopback address, which the kernel takes in from nowhere else, unless route_localnet is 1.',
  });
});

test('its own port, and the host has just spoken with it: the bridge hands nothing back', async () => {
  await lab.act(
    `${publish('PREROUTING')}; ${onBridges(1)}; ping -q -c 2 -i 0.2 172.18.0.10 >/dev/null`,
  );
  const journeys = await tellLab(lab, `ip netns exec netns0 nc -z -w 1 172.16.0.2 8080 || true`);
  const { end, hops } = journeyOf(journeys, /^TCP SYN 172\.18\.0\.10:\d+ → 172\.16\.0\.2:8080$/);
  expect(hops.at(-1)?.interfaceName).toBe('veth0');
  expect(end).toEqual({
    kind: 'lost',
    text: 'A rule redirects it to 172.18.0.10 while it is on br0 (net.bridge.bridge-nf-call-iptables is 1), which would send it back out of veth0, where it came in. A bridge does so only where that port is in hairpin mode.',
    certainty: 'inferred',
  });
  expect(
    hops
      .at(-1)
      ?.decisions.at(-1)
      ?.evidence.map(({ object }) => object),
  ).toEqual([
    expect.stringMatching(/^chain:/),
    expect.stringMatching(/^sysctl:/),
    expect.stringMatching(/^neighbour:/),
    expect.stringMatching(/^fdb:/),
  ]);
});

test("a neighbour's answer that comes past the host is refused by who had asked", async () => {
  await lab.act(`${serve}; ${publish('PREROUTING')}; ${onBridges(0)}`);
  const journeys = await tellLab(lab, `ip netns exec netns1 nc -z -w 1 172.16.0.2 8080 || true`);
  const { end } = journeyOf(journeys, /^TCP SYN ACK 172\.18\.0\.10:80 → 172\.18\.0\.11:\d+$/);
  expect(end).toEqual({
    kind: 'lost',
    text: 'netns1 had asked 172.16.0.2:8080, and the answer comes from 172.18.0.10:80: host has translated the question, and the answer came past it. netns1 knows no such connection, and answers with a reset (RST).',
    certainty: 'inferred',
  });
});
