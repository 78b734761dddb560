/** In a real sandbox: which packet is the probe's own, beside what the kernel sends by itself. */
import { expect, test } from 'vitest';
import { labForEach } from '../lab-for-each.fixture.ts';
import { bridgedNetwork } from './capture/captured-lab.fixture.ts';
import { followedProbe } from './follow-probe.ts';
import { probeFrom, traceLab } from './traced-lab.fixture.ts';

const lab = labForEach(bridgedNetwork);

/** Looks for one neighbour after the other, by IPv6, until the file is gone. */
const lookForNeighbours = `ip -n netns0 addr add fd00::10/64 dev ceth0 nodad; touch /run/looking
ip netns exec netns0 bash -c 'for ((i = 1; ; i++)); do
  [ -e /run/looking ] || exit
  printf -v a %x $i; echo > /dev/udp/fd00::1:$a/9; sleep 0.02
done' >/dev/null 2>&1 &`;

test('where no ping was sent, no other ICMP packet is taken for it', async () => {
  await lab.act(`ip -n netns0 route del default; ${lookForNeighbours}`);
  const trace = await traceLab(lab, probeFrom(lab, 'netns0', { kind: 'ping', to: '8.8.8.8' }));
  const followed = await followedProbe(trace, lab.now());
  await lab.act('rm /run/looking');
  const asked = trace.journeys().filter(({ title }) => title.includes('neighbour solicitation'));
  expect(asked.some(({ origin }) => origin?.namespaceName === 'netns0')).toBe(true);
  expect(followed).toMatchObject({
    kind: 'followed',
    outcome: 'silent',
    complaint: 'Network is unreachable',
    request: null,
    reply: null,
  });
});

test('the ping is found among other ICMP packets', async () => {
  await lab.act(lookForNeighbours);
  const trace = await traceLab(lab, probeFrom(lab, 'netns0', { kind: 'ping', to: '172.18.0.11' }));
  const followed = await followedProbe(trace, lab.now());
  await lab.act('rm /run/looking');
  expect(followed).toMatchObject({
    outcome: 'answered',
    request: { title: 'ICMP echo request 172.18.0.10 → 172.18.0.11' },
    reply: { title: 'ICMP echo reply 172.18.0.11 → 172.18.0.10' },
  });
});

test('a connection that a rule of OUTPUT redirects is found among others', async () => {
  await lab.act(`ip netns exec netns0 iptables -t nat -A OUTPUT -d 172.18.0.99 -p tcp --dport 5000 \\
      -j DNAT --to-destination 172.18.0.11:5000
    ip -n netns0 link set lo up; touch /run/knocking
    ip netns exec netns0 bash -c 'while [ -e /run/knocking ]; do
      echo > /dev/tcp/127.0.0.1/5000; sleep 0.02
    done' >/dev/null 2>&1 &`);
  const to = { kind: 'tcp', to: '172.18.0.99', port: 5000 } as const;
  const trace = await traceLab(lab, probeFrom(lab, 'netns0', to));
  const followed = await followedProbe(trace, lab.now());
  await lab.act('rm /run/knocking');
  const others = trace.journeys().filter(({ title }) => /^TCP SYN .* 127/.test(title));
  expect(others).not.toEqual([]);
  expect(followed).toMatchObject({
    outcome: 'refused',
    request: { title: expect.stringMatching(/^TCP SYN 172\.18\.0\.10:\d+ → 172\.18\.0\.11:5000$/) },
  });
});

test('of a ping that waits for its neighbour it is told who was asked for, and where', async () => {
  const trace = await traceLab(lab, probeFrom(lab, 'netns0', { kind: 'ping', to: '172.18.0.99' }));
  const followed = await followedProbe(trace, lab.now());
  expect(followed).toMatchObject({
    outcome: 'silent',
    complaint: 'who has 172.18.0.99 was asked on `ceth0`, and nobody answered',
    request: null,
  });
});
