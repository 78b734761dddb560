import { expect, test } from 'vitest';
import { guessOf } from './why-prefill.ts';

test.each<[string, object | null]>([
  ['ping -c 2 172.18.0.11', { probe: { kind: 'ping', to: '172.18.0.11' }, entered: null }],
  ['ping 8.8.8.8 -c 1', { probe: { kind: 'ping', to: '8.8.8.8' }, entered: null }],
  [
    'ip netns exec netns0 ping 8.8.8.8',
    { probe: { kind: 'ping', to: '8.8.8.8' }, entered: 'netns0' },
  ],
  [
    'sudo nsenter --net=/run/netns/netns0 curl http://172.18.0.20:8080/x',
    { probe: { kind: 'tcp', to: '172.18.0.20', port: 8080 }, entered: '/run/netns/netns0' },
  ],
  ['curl -s example.com', { probe: { kind: 'tcp', to: 'example.com', port: 80 }, entered: null }],
  ['wget https://[::1]/', { probe: { kind: 'tcp', to: '::1', port: 443 }, entered: null }],
  ['nc -v -w 1 10.0.0.1 80', { probe: { kind: 'tcp', to: '10.0.0.1', port: 80 }, entered: null }],
  ['ip link add veth0 type veth', null],
  ['ping', null],
  ['curl --help', null],
  [`ping ${'a'.repeat(300)}`, null],
])('%s', (command, guess) => {
  expect(guessOf(command)).toEqual(guess);
});
