import { expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:aaaa::1', '2001:db8:1:2'],
  ['2001:DB8:1:2::', '2001:db8:1:2'],
  ['2001:db8::9', '2001:db8:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['127.0.0.1', null],
  ['::ffff:127.0.0.1', null],
  ['::1', null],
])('%s counts as %s', (peer, address) => {
  expect(clientAddress(peer, '198.51.100.1', false)).toBe(address);
});

test.each([
  ['198.51.100.1', '198.51.100.1'],
  ['10.9.8.7, 198.51.100.1', '198.51.100.1'],
  ['2001:db8:1:2::3', '2001:db8:1:2'],
  ['what a client wrote', '127.0.0.1'],
  [undefined, '127.0.0.1'],
])('behind a proxy that says %s it counts as %s', (forwardedFor, address) => {
  expect(clientAddress('127.0.0.1', forwardedFor, true)).toBe(address);
});
