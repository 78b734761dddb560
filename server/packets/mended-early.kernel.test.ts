/** In a real sandbox: the network is mended before the story of a lost packet is told to its end. */
import { expect, test } from 'vitest';
import { labForEach } from '../lab-for-each.fixture.ts';
import { bridgedNetwork } from './capture/captured-lab.fixture.ts';
import { journeyOf } from './journey/story.fixture.ts';
import { traceLab } from './traced-lab.fixture.ts';

const lab = labForEach(bridgedNetwork);

/** Its program waits for two seconds before it gives up. */
const ping = 'ip netns exec netns0 ping -c 1 -W 2 8.8.8.8 >/dev/null || true';
const outward = 'ICMP echo request 172.18.0.10 → 8.8.8.8';
const since = 'The network was changed since.';

async function toldAfterMending(broken: string, mend: string) {
  await lab.act(broken);
  const trace = await traceLab(lab, { kind: 'watch' });
  await lab.act(ping);
  await lab.act(mend);
  await trace.stop('The test has seen enough.');
  return journeyOf(trace.journeys(), outward);
}

test('forwarding that was off is what lost it, though it is on by now', async () => {
  const { end, hops } = await toldAfterMending(
    'sysctl -qw net.ipv4.ip_forward=0',
    'sysctl -qw net.ipv4.ip_forward=1',
  );
  const text = `8.8.8.8 is not an address of host, and host does not forward: it drops the packet. ${since}`;
  expect(end).toEqual({ kind: 'lost', text, certainty: 'inferred' });
  expect(hops.at(-1)?.decisions.at(-1)).toMatchObject({ kind: 'dropped', text });
});

test('a change that has nothing to do with it is not spoken of', async () => {
  const { end } = await toldAfterMending(
    'iptables -t nat -F; iptables -P FORWARD ACCEPT',
    'ip route add 203.0.113.77/32 dev br0',
  );
  expect(end).toEqual({
    kind: 'lost',
    text: 'router refuses what comes from 172.18.0.10 by eth0, as its own route there goes by eth1 (reverse path filter).',
    certainty: 'inferred',
  });
});

test('the way that it could not go is told, not the one that there is by now', async () => {
  const { hops } = await toldAfterMending(
    'ip route replace default via 172.16.0.77',
    'ip route replace default via 172.16.0.1',
  );
  const asked = hops
    .at(-1)
    ?.decisions.at(-1)
    ?.evidence.map(({ output }) => output);
  expect(asked?.join('\n')).toContain('via 172.16.0.77 dev eth0');
  expect(asked?.join('\n')).not.toContain('via 172.16.0.1 ');
});
