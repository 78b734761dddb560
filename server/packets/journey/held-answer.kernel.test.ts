/** In a real sandbox: what arrives, and the answer to it never leaves. */
import { expect, test } from 'vitest';
import { labForEach } from '../../lab-for-each.fixture.ts';
import { journeyOf } from './story.fixture.ts';
import { tellLab } from './told-lab.fixture.ts';

const lab = labForEach();

/** Two containers on cables of their own, and both ends on the host in one network: the first one's wins. */
const clash = (first: 0 | 1) => `sysctl -qw net.ipv4.conf.all.rp_filter=2
for i in ${first} ${1 - first}; do
  ip netns add netns$i
  ip link add veth$i type veth peer name ceth$i netns netns$i
  ip link set veth$i up; ip addr add 172.18.0.$((i + 1))1/16 dev veth$i
  ip -n netns$i link set ceth$i up; ip -n netns$i addr add 172.18.0.$((i + 1))0/16 dev ceth$i
done`;

const cases = [
  { name: 'its own end', first: 0, from: 'netns1', source: '172.18.0.20', to: '172.18.0.21' },
  { name: 'the other end', first: 0, from: 'netns1', source: '172.18.0.20', to: '172.18.0.11' },
  { name: 'the mirror case', first: 1, from: 'netns0', source: '172.18.0.10', to: '172.18.0.11' },
] as const;

test.each(cases)('an echo arrives, and its answer waits for ARP elsewhere: $name', async (one) => {
  const { first, from, source, to } = one;
  await lab.act(clash(first));
  const journeys = await tellLab(
    lab,
    `ip netns exec ${from} ping -c 1 -W 1 ${to} >/dev/null || true`,
  );
  const request = journeyOf(journeys, `ICMP echo request ${source} → ${to}`);
  expect(request.end).toEqual({
    kind: 'delivered',
    text: `${to} is host: its kernel answers the ping. The answer is to go out of veth${first}, and nobody there has answered “who has ${source}?”: it was not sent.`,
  });
  const taken = request.hops.at(-1)?.decisions.at(-1);
  expect(taken).toMatchObject({ kind: 'delivered', certainty: 'inferred' });
  expect(taken?.evidence).toContainEqual(
    expect.objectContaining({
      command: `ip route get ${source}`,
      output: expect.stringMatching(new RegExp(`^${source} dev veth${first} `)),
    }),
  );
  expect(taken?.evidence).toContainEqual(
    expect.objectContaining({ command: null, output: `who has ${source}? on veth${first}` }),
  );
  const question = journeyOf(journeys, new RegExp(`^ARP who has ${source}\\? tell `));
  expect(question).toMatchObject({ askedFor: request.journeyId, end: { kind: 'lost' } });
});

test('an answer that rules have met and no interface is linked to what it answers', async () => {
  await lab.act(`${clash(0)}; iptables -A OUTPUT -j ACCEPT`);
  const journeys = await tellLab(
    lab,
    'ip netns exec netns1 ping -c 1 -W 1 172.18.0.21 >/dev/null || true',
  );
  const request = journeyOf(journeys, 'ICMP echo request 172.18.0.20 → 172.18.0.21');
  const reply = journeyOf(journeys, 'ICMP echo reply 172.18.0.21 → 172.18.0.20');
  expect(request.end.kind).toBe('delivered');
  expect(reply).toMatchObject({ answers: request.journeyId, hops: [], end: { kind: 'lost' } });
  expect(reply.end).toHaveProperty(
    'text',
    'Nobody answered “who has 172.18.0.20?” on veth0 in host: the packet was never sent.',
  );
  const question = journeyOf(journeys, /^ARP who has 172\.18\.0\.20\? tell /);
  expect(question.askedFor).toBe(reply.journeyId);
});

test('an answer that a rule drops before it leaves was made all the same', async () => {
  await lab.act(`${clash(0)}; iptables -A OUTPUT -p icmp -j DROP`);
  const journeys = await tellLab(
    lab,
    'ip netns exec netns0 ping -c 1 -W 1 172.18.0.11 >/dev/null || true',
  );
  const request = journeyOf(journeys, 'ICMP echo request 172.18.0.10 → 172.18.0.11');
  expect(request.end).toEqual({
    kind: 'delivered',
    text: '172.18.0.11 is host: its kernel answers the ping. The answer does not leave it. A rule of chain OUTPUT (table filter) in host drops it.',
  });
  const reply = journeyOf(journeys, 'ICMP echo reply 172.18.0.11 → 172.18.0.10');
  expect(reply).toMatchObject({ answers: request.journeyId, end: { kind: 'lost' } });
});

test('an echo that the kernel was told to ignore is answered by nobody', async () => {
  await lab.act(`${clash(0)}; sysctl -qw net.ipv4.icmp_echo_ignore_all=1`);
  const journeys = await tellLab(
    lab,
    'ip netns exec netns0 ping -c 1 -W 1 172.18.0.11 >/dev/null || true',
  );
  const request = journeyOf(journeys, 'ICMP echo request 172.18.0.10 → 172.18.0.11');
  expect(request.end).toEqual({
    kind: 'lost',
    text: 'It came in at veth0 for host itself; no answer was seen.',
    certainty: 'inferred',
  });
});
