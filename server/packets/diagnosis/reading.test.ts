import { expect, it } from 'vitest';
import { readFlows, readListeners, readNeighbours, readRoute } from './reading.ts';

const route = (output: string) => readRoute('ip route get x', output);

it.each<[string, object]>([
  [
    '8.8.8.8 from 172.18.0.10 via 172.16.0.1 dev eth0 \n    cache iif br0 ',
    { kind: 'route', type: 'unicast', device: 'eth0', gateway: '172.16.0.1', source: null },
  ],
  [
    'local 172.16.0.2 dev lo src 172.16.0.2 uid 0 \n    cache <local> ',
    { kind: 'route', type: 'local', device: 'lo', gateway: null, source: '172.16.0.2' },
  ],
  [
    '10.0.0.1 via inet6 fe80::1 dev eth0 src 10.0.0.2',
    { kind: 'route', device: 'eth0', gateway: 'fe80::1', source: '10.0.0.2' },
  ],
  [
    'fe80::1 from :: dev br0 proto kernel metric 256 pref medium',
    { kind: 'route', device: 'br0', gateway: null },
  ],
  ['1.2.3.4 dev via src 10.0.0.1', { kind: 'route', device: 'via', source: '10.0.0.1' }],
  ['RTNETLINK answers: Network is unreachable', { kind: 'refused' }],
  ['blackhole 9.9.9.9', { kind: 'refused' }],
  ['', { kind: 'refused' }],
])('reads the route of %j', (output, expected) => {
  expect(route(output)).toMatchObject(expected);
});

it('leaves the line about the cache out of what is shown', () => {
  expect(route('8.8.8.8 via 172.16.0.1 dev eth0 \n    cache ').output).toBe(
    '8.8.8.8 via 172.16.0.1 dev eth0',
  );
});

it('reads neighbours, and nothing from what is cut short', () => {
  const text =
    '[{"dst":"172.18.0.99","dev":"ceth0","state":["INCOMPLETE"]},{"dst":"172.18.0.1","dev":"ceth0","lladdr":"d2:2c:63:17:89:90","state":["REACHABLE"]}]';
  expect(readNeighbours(text)).toEqual([
    { address: '172.18.0.99', device: 'ceth0', mac: null, state: 'INCOMPLETE' },
    { address: '172.18.0.1', device: 'ceth0', mac: 'd2:2c:63:17:89:90', state: 'REACHABLE' },
  ]);
  expect(readNeighbours(text.slice(0, 60))).toEqual([]);
});

it('reads who listens, on which address', () => {
  const text = `LISTEN 0 5 127.0.0.1:8000 0.0.0.0:*
LISTEN 0      9            [::]:80         [::]:*
LISTEN 0 9 10.0.0.1%eth0:53 0.0.0.0:*
ESTAB 0 0 10.0.0.1:22 10.0.0.2:40000`;
  expect(readListeners(text).map(({ address, port }) => `${address} ${port}`)).toEqual([
    '127.0.0.1 8000',
    ':: 80',
    '10.0.0.1 53',
  ]);
});

it('reads tracked flows in both directions', () => {
  const text = `icmp     1 29 src=172.18.0.10 dst=8.8.8.8 type=8 code=0 id=75 src=8.8.8.8 dst=172.16.0.2 type=0 code=0 id=75 mark=0 use=1
tcp      6 118 SYN_SENT src=198.51.100.7 dst=172.16.0.2 sport=40000 dport=8080 [UNREPLIED] src=172.18.0.20 dst=198.51.100.7 sport=80 dport=40000 mark=0 use=1
conntrack v1.4.7 (conntrack-tools): 2 flow entries have been shown.`;
  expect(readFlows(text)).toMatchObject([
    { protocol: 'icmp', identity: 75, source: '172.18.0.10', replyDestination: '172.16.0.2' },
    { protocol: 'tcp', identity: 40000, port: 8080, replySource: '172.18.0.20', replyPort: 80 },
  ]);
});
