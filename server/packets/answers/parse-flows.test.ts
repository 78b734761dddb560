import { expect, test } from 'vitest';
import { parseFlows } from './parse-flows.ts';

/** As `conntrack -L -o extended,id` of conntrack-tools 1.4.7 printed them. */
const masqueraded =
  'ipv4     2 icmp     1 27 src=172.18.0.10 dst=8.8.8.8 type=8 code=0 id=50 src=8.8.8.8 dst=172.16.0.2 type=0 code=0 id=50 mark=0 use=1 id=4082351352';
const plain =
  'ipv4     2 tcp      6 118 TIME_WAIT src=172.18.0.1 dst=172.18.0.10 sport=48336 dport=80 src=172.18.0.10 dst=172.18.0.1 sport=80 dport=48336 [ASSURED] mark=0 use=1 id=1953327860';
const unreplied =
  'ipv4     2 udp      17 29 src=172.16.0.2 dst=172.16.0.1 sport=54382 dport=9999 [UNREPLIED] src=172.16.0.1 dst=172.16.0.2 sport=9999 dport=54382 mark=0 use=1 id=2089683761';
const ofIpv6 =
  'ipv6     10 icmpv6   58 27 src=fd00::2 dst=fd00::1 type=128 code=0 id=52 src=fd00::1 dst=fd00::2 type=129 code=0 id=52 mark=0 use=1 id=1891248767';

const flow = (line: string) => parseFlows(line)[0];

test('an entry has its protocol, what is left of its time, and both directions', () => {
  expect(flow(plain)).toEqual({
    id: 1953327860,
    protocol: 'tcp',
    state: 'TIME_WAIT',
    expiresInS: 118,
    isReplied: true,
    isAssured: true,
    original: { source: '172.18.0.1', destination: '172.18.0.10', ports: 'sport=48336 dport=80' },
    reply: { source: '172.18.0.10', destination: '172.18.0.1', ports: 'sport=80 dport=48336' },
    nat: 'none',
  });
  expect(flow(unreplied)).toMatchObject({ protocol: 'udp', state: null, isReplied: false });
  expect(flow(ofIpv6)).toMatchObject({
    id: 1891248767,
    protocol: 'icmpv6',
    original: { source: 'fd00::2', ports: 'type=128 code=0 id=52' },
    nat: 'none',
  });
});

test('NAT is told from a reply that is no mirror of the original', () => {
  expect(flow(masqueraded)?.nat).toBe('source');
  const published = plain.replace(
    'dst=172.18.0.10 sport=48336 dport=80',
    'dst=172.16.0.2 sport=48336 dport=8080',
  );
  expect(flow(published)?.nat).toBe('destination');
  expect(flow(published.replace('dst=172.18.0.1 sport=80', 'dst=172.18.9.9 sport=80'))?.nat).toBe(
    'both',
  );
  expect(flow(plain.replace('sport=80 dport=48336', 'sport=80 dport=1024'))?.nat).toBe('source');
  expect(flow(masqueraded.replace('type=0 code=0 id=50', 'type=0 code=0 id=7'))?.nat).toBe(
    'source',
  );
  expect(flow(masqueraded.replace('dst=172.16.0.2', 'dst=172.18.0.10'))?.nat).toBe('none');
});

test('counters, zones, and protocols without ports are no hindrance', () => {
  const counted =
    'ipv4     2 tcp      6 431999 ESTABLISHED src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 packets=3 bytes=180 src=2.2.2.2 dst=1.1.1.1 sport=2 dport=1 packets=2 bytes=120 [ASSURED] mark=0 zone=5 use=1 id=7';
  expect(flow(counted)).toMatchObject({ nat: 'none', original: { ports: 'sport=1 dport=2' } });
  const unknown =
    'ipv4     2 unknown  89 599 src=1.1.1.1 dst=224.0.0.5 [UNREPLIED] src=224.0.0.5 dst=1.1.1.1 mark=0 use=1 id=9';
  expect(flow(unknown)).toMatchObject({
    protocol: 'unknown',
    id: 9,
    nat: 'none',
    original: { ports: '' },
  });
});

test('an entry in a flowtable does not age', () => {
  const offloaded =
    'ipv4     2 tcp      6 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 src=2.2.2.2 dst=1.1.1.1 sport=2 dport=1 [OFFLOAD] mark=0 use=2 id=8';
  expect(flow(offloaded)).toMatchObject({ expiresInS: null, state: null, nat: 'none' });
});

test('what is no entry, or was cut off, is left out', () => {
  expect(
    parseFlows(`\n${plain.slice(0, 100)}\nconntrack v1.4.7: 2 flow entries\n${plain}`),
  ).toHaveLength(1);
  expect(parseFlows('')).toEqual([]);
});
