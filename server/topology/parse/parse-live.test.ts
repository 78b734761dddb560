import { expect, test } from 'vitest';
import { parseLive } from './parse-live.ts';
import { recorded } from './recorded.fixture.ts';

test('settings and listening sockets are read', () => {
  const { sysctls, listeners } = parseLive(recorded('live'));
  expect(sysctls).toContainEqual({ name: 'net.ipv4.ip_forward', value: '0' });
  expect(listeners).toEqual([
    { protocol: 'tcp', address: '127.0.0.1', port: 8080, process: 'busybox' },
    { protocol: 'tcp', address: '::', port: 8081, process: 'busybox' },
  ]);
});

test('sockets that share a port count once', () => {
  const text = recorded('live');
  expect(parseLive(text + text).listeners).toHaveLength(2);
});
