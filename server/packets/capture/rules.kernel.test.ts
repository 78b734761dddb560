/** In a real sandbox: what netfilter's rules did with a packet is what a capture tells. */
import { expect, test } from 'vitest';
import { labForEach } from '../../lab-for-each.fixture.ts';
import { host, shell } from '../../sandbox/test-sandboxes.fixture.ts';
import type { Verdict } from '../sighting.ts';
import { bridgedNetwork, captureLab, echoes } from './captured-lab.fixture.ts';

const lab = labForEach(bridgedNetwork);

const ping = 'ip netns exec netns0 ping -c 1 -W 1 8.8.8.8 >/dev/null';

/** Beside those of what the kernel sends by itself. */
const ofIcmp = (verdicts: readonly Verdict[]) =>
  verdicts.filter(({ bytes }) => bytes?.[0] === 0x45 && bytes[9] === 1);

function wordsOf({ family, table, chain, step }: Verdict): string {
  switch (step.kind) {
    case 'rule':
      return `${family} ${table} ${chain} rule ${step.handle} ${step.outcome}${step.target === null ? '' : ` ${step.target}`}`;
    case 'return':
    case 'policy':
      return `${family} ${table} ${chain} ${step.kind} ${step.outcome}`;
  }
}

test('every rule and policy that a packet met is told in order, with its handle', async () => {
  await lab.act(`
    nft add table ip lesson
    nft add chain ip lesson mine
    nft add rule ip lesson mine ip daddr 8.8.8.8 return
    nft add chain ip lesson forward '{ type filter hook forward priority 5; policy drop; }'
    nft add rule ip lesson forward ip protocol icmp jump mine
    nft add rule ip lesson forward ip daddr 9.9.9.9 drop
    nft add rule ip lesson forward accept
  `);
  const { capture, ...seen } = await captureLab(lab.handle, lab.now());
  await lab.act(ping);
  await capture.settle();

  const lesson = await handlesOf('ip lesson');
  const nat = await handlesOf('ip nat');
  const onHost = seen.verdicts.filter(({ namespace }) => namespace === lab.namespaceKey('host'));
  const [requestId, replyId] = new Set(ofIcmp(onHost).map(({ packetId }) => packetId));
  const wordsOfPacket = (id: number | undefined) =>
    onHost.filter(({ packetId }) => packetId === id).map(wordsOf);
  expect(wordsOfPacket(requestId)).toEqual([
    `ip lesson forward rule ${lesson.get('ip protocol icmp jump mine')} jump mine`,
    `ip lesson mine rule ${lesson.get('ip daddr 8.8.8.8 return')} return`,
    `ip lesson forward rule ${lesson.get('accept')} accept`,
    `ip nat POSTROUTING rule ${nat.get('masquerade')} accept`,
  ]);
  expect(wordsOfPacket(replyId)).toEqual([
    `ip lesson forward rule ${lesson.get('ip protocol icmp jump mine')} jump mine`,
    'ip lesson mine return return', // no rule there was for it
    `ip lesson forward rule ${lesson.get('accept')} accept`,
  ]);

  const index = (name: string) => lab.interfaceIn('host', name)?.index;
  const [first] = ofIcmp(onHost);
  expect([first?.inputIndex, first?.outputIndex]).toEqual([index('br0'), index('eth0')]);
  // The headers of IP and ICMP, as they were on the bridge but for the time to live.
  const forwarded = echoes(seen.sightings).find(
    ({ namespace, interfaceIndex }) =>
      namespace === lab.namespaceKey('host') && interfaceIndex === index('br0'),
  );
  expect(first?.bytes?.slice(12)).toEqual(forwarded?.bytes.slice(26, 54));
  expect(seen.blindSpots).toEqual([]);
  await capture.stop();
});

/** Handles by the last words of their rules. */
async function handlesOf(table: string, inside = ''): Promise<Map<string, number>> {
  const { output } = await shell(lab.handle, host, `${inside}nft -a list table ${table}`);
  const rules = output.matchAll(/^\t\t(?:.* packets \d+ bytes \d+ )?(.+) # handle (\d+)$/gm);
  return new Map([...rules].map(([, rule = '', handle]) => [rule, Number(handle)]));
}

test('a policy that drops is told, and the packet is seen no further', async () => {
  await lab.act('iptables -P FORWARD DROP');
  const { capture, ...seen } = await captureLab(lab.handle, lab.now());
  await lab.act(`${ping} || true`);
  await capture.settle();
  expect(ofIcmp(seen.verdicts).map(wordsOf)).toEqual(['ip filter FORWARD policy drop']);
  expect(echoes(seen.sightings)).toHaveLength(3);
  await capture.stop();
});

test('rules of a bridge, and of a namespace beside the host, are traced', async () => {
  await lab.act(`
    nft add table bridge between
    nft add chain bridge between forward '{ type filter hook forward priority 0; policy accept; }'
    ip netns exec netns1 nft add table inet own
    ip netns exec netns1 nft add chain inet own input '{ type filter hook input priority 0; policy drop; }'
  `);
  const { capture, ...seen } = await captureLab(lab.handle, lab.now());
  await lab.act('ip netns exec netns0 ping -c 1 -W 1 172.18.0.11 >/dev/null || true');
  await capture.settle();
  const wordsIn = (name: string) =>
    ofIcmp(seen.verdicts)
      .filter(({ namespace }) => namespace === lab.namespaceKey(name))
      .map(wordsOf);
  expect(wordsIn('host')).toEqual([
    'bridge between forward policy accept',
    'ip nat POSTROUTING policy accept', // net.bridge.bridge-nf-call-iptables
  ]);
  expect(wordsIn('netns1')).toEqual(['inet own input policy drop']);
  await capture.stop();
});

test('packets of IPv6 are traced as well', async () => {
  await lab.act(`
    for i in 0 1; do ip -n netns$i addr add fd00::1$i/64 dev ceth$i nodad; done
    ip netns exec netns1 ip6tables -A INPUT -p icmpv6 --icmpv6-type echo-request -j DROP
  `);
  const { capture, ...seen } = await captureLab(lab.handle, lab.now());
  await lab.act('ip netns exec netns0 ping -6 -c 1 -W 1 fd00::11 >/dev/null || true');
  await capture.settle();
  const filter = await handlesOf('ip6 filter', 'ip netns exec netns1 ');
  const [handle] = filter.values();
  expect(seen.verdicts.map(wordsOf)).toContain(`ip6 filter INPUT rule ${handle} drop`);
  await capture.stop();
});

test('a learner who flushes all rules meanwhile does not end the tracing of later ones', async () => {
  const { capture, ...seen } = await captureLab(lab.handle, lab.now());
  await lab.act('nft flush ruleset');
  await lab.act(`
    nft add table ip later
    nft add chain ip later forward '{ type filter hook forward priority 0; policy drop; }'
  `);
  await lab.act(`${ping} || true`);
  await capture.settle();
  expect(ofIcmp(seen.verdicts).map(wordsOf)).toEqual(['ip later forward policy drop']);
  await capture.stop();
});

test('nothing is left when the program is killed, and that is said', async () => {
  const { capture, ...seen } = await captureLab(lab.handle, lab.now());
  const listed = () =>
    shell(lab.handle, host, 'nft list tables; ip netns exec netns0 nft list tables');
  expect((await listed()).output.match(/patchbay_trace/g)).toHaveLength(4);
  await shell(lab.handle, { kind: 'sandbox' }, 'kill -9 $(pidof packetwatch)');
  await expect.poll(() => seen.blindSpots).toEqual(['The capture ended too early. It was killed.']);
  expect((await listed()).output).not.toContain('patchbay_trace');
  await capture.settle();
  await capture.stop();
});

test('in a ruleset of five thousand rules the one that matched is told', async () => {
  await lab.act(`
    nft add table ip big
    nft add chain ip big forward '{ type filter hook forward priority 0; policy accept; }'
    for part in $(seq 50); do
      for i in $(seq 100); do echo 'add rule ip big forward ip daddr 9.9.9.9 drop'; done > /run/part
      nft -f /run/part
    done
    nft add rule ip big forward ip daddr 8.8.8.8 drop
  `);
  const { capture, ...seen } = await captureLab(lab.handle, lab.now());
  await lab.act(`${ping} || true`);
  await capture.settle();
  const handle = (await handlesOf('ip big')).get('ip daddr 8.8.8.8 drop');
  expect(ofIcmp(seen.verdicts).map(wordsOf)).toEqual([`ip big forward rule ${handle} drop`]);
  expect(seen.blindSpots).toEqual([]);
  await capture.stop();
});

test('a packet that matches thousands of rules is told as far as there is room, and that is said', async () => {
  await lab.act(`
    nft add table ip big
    nft add chain ip big forward '{ type filter hook forward priority 0; policy accept; }'
    for part in $(seq 50); do
      for i in $(seq 100); do echo 'add rule ip big forward ip protocol icmp counter'; done > /run/part
      nft -f /run/part
    done
  `);
  const { capture, ...seen } = await captureLab(lab.handle, lab.now());
  await lab.act('ip netns exec netns0 ping -q -f -c 3 8.8.8.8 >/dev/null');
  await capture.settle();
  expect(seen.verdicts.length).toBeGreaterThan(1_000);
  expect(seen.verdicts.length).toBeLessThanOrEqual(20_000);
  expect(seen.blindSpots).toEqual([
    'The rules of host decided more than could be followed: some verdicts are missing.',
  ]);
  expect(echoes(seen.sightings)).toHaveLength(3 * 14);
  await capture.stop();
});

test('beyond the limit of verdicts that is said, and rules are traced no longer', async () => {
  await lab.act('iptables -A FORWARD -p icmp');
  const { capture, ...seen } = await captureLab(lab.handle, lab.now(), { verdictLimit: 10 });
  await lab.act('ip netns exec netns0 ping -q -f -c 20 8.8.8.8 >/dev/null');
  await capture.settle();
  expect(seen.verdicts.length).toBeLessThanOrEqual(10);
  expect(seen.blindSpots).toEqual([
    'The rules of host decided more than could be followed: some verdicts are missing.',
  ]);
  const listed = await shell(lab.handle, host, 'nft list tables');
  expect(listed.output).not.toContain('patchbay_trace');
  expect(echoes(seen.sightings)).toHaveLength(20 * 14);
  await capture.stop();
});

/** The kernel lets go of a ruleset in its own time, and goes on following what it was told to until then. */
const followNothing = `nft flush ruleset
  until ip netns exec netns0 ping -c 1 -W 1 172.18.0.1 >/dev/null && [ $(conntrack -C) = 0 ]; do
    conntrack -F 2>/dev/null
  done`;

test('tracing follows no connections', async () => {
  await lab.act(followNothing);
  const { capture } = await captureLab(lab.handle, lab.now());
  await lab.act('ip netns exec netns0 ping -c 1 -W 1 172.18.0.1 >/dev/null');
  await capture.settle();
  expect((await shell(lab.handle, host, 'conntrack -C')).output).toBe('0\n');
  await capture.stop();
});

test('a trace makes no change to the picture', async () => {
  const { version } = lab.now();
  const { capture } = await captureLab(lab.handle, lab.now());
  await lab.observer.settle();
  const during = await shell(lab.handle, host, 'nft list ruleset');
  await capture.stop();
  await lab.observer.settle();
  expect(during.output).toMatch(/table inet patchbay_.*/);
  // Addresses of IPv6 that were set before may only now be ready: that is no change of the trace's.
  const chains = lab.observer
    .changes()
    .filter((change) => change.version > version)
    .flatMap(({ differences }) => differences)
    .filter(({ before, after }) => (after ?? before)?.kind === 'chain');
  expect(chains).toEqual([]);
  const after = await shell(lab.handle, host, 'nft list ruleset');
  expect(after.output).not.toContain('patchbay');
  expect(after.output).toContain('masquerade');
});
