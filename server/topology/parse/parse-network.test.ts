import { expect, test } from 'vitest';
import { parseFdb } from './parse-fdb.ts';
import { parseNeighbours } from './parse-neighbours.ts';
import { parseNetwork } from './parse-network.ts';
import { recorded } from './recorded.fixture.ts';

const { links, routes, neighbours } = parseNetwork(recorded('network'));
const link = (name: string) => links.find((one) => one.name === name);

test('an interface has its type, state and addresses', () => {
  expect(link('lo')).toMatchObject({ type: 'loopback', mac: null, peer: { kind: 'none' } });
  expect(link('br0')).toMatchObject({
    type: 'bridge',
    isUp: true,
    hasCarrier: true,
    masterName: null,
    peer: { kind: 'none' },
  });
  expect(link('br0')?.addresses).toContainEqual({
    family: 'inet',
    address: '172.18.0.1',
    prefixLength: 16,
    scope: 'global',
  });
  expect(link('left')).toMatchObject({ isUp: false, hasCarrier: false });
});

test('the other end of a cable is named here, or by its number elsewhere', () => {
  expect(link('left')?.peer).toEqual({ kind: 'here', name: 'right' });
  expect(link('veth0')).toMatchObject({
    masterName: 'br0',
    peer: { kind: 'elsewhere', nsid: 1 },
  });
});

test('routes keep the order of their table, and the table local is left out', () => {
  const main = routes.filter(({ family, table }) => family === 'inet' && table === 'main');
  expect(
    main.map(({ order, type, destination, gateway, device }) => [
      ...[order, type, destination, gateway, device],
    ]),
  ).toEqual([
    [0, 'unicast', 'default', '172.16.0.1', 'eth0'],
    [1, 'unicast', '10.0.0.0/8', '172.18.0.10', 'br0'],
    [2, 'unicast', '10.0.0.0/8', '172.18.0.11', 'br0'],
    [3, 'blackhole', '10.9.0.0/16', null, null],
    [4, 'unicast', '172.16.0.0/16', null, 'eth0'],
    [5, 'unicast', '172.18.0.0/16', null, 'br0'],
  ]);
  expect(routes.filter(({ table }) => table === '100')).toMatchObject([
    { destination: '10.3.0.0/16', order: 0 },
  ]);
  expect(routes.some(({ table }) => table === 'local')).toBe(false);
});

test('a default route of IPv6 is told from one of IPv4', () => {
  expect(routes.filter(({ destination }) => destination === 'default')).toMatchObject([
    { family: 'inet', gateway: '172.16.0.1' },
    { family: 'inet6', gateway: '2001:db8::2', metric: 5 },
  ]);
});

test('neighbours are the same, read alone or along with the links', () => {
  expect(parseNeighbours(recorded('neighbours'))).toEqual(neighbours);
  expect(neighbours).toContainEqual({
    address: '172.18.0.99',
    device: 'br0',
    mac: '02:00:00:00:00:99',
    state: 'PERMANENT',
  });
});

test('of the forwarding database only what bridges have is taken', () => {
  expect(parseFdb(recorded('fdb'))).toEqual([
    { bridge: 'br0', port: 'veth0', mac: 'd6:15:58:50:ba:27', isPermanent: false },
    { bridge: 'br0', port: 'veth0', mac: 'c2:48:58:cc:5c:a5', isPermanent: true },
  ]);
});

test('control bytes in a name do not break the reading', () => {
  const odd = recorded('network').replace('"ifname":"left"', '"ifname":"le\u0001ft"');
  expect(parseNetwork(odd).links.map(({ name }) => name)).toContain('le\ufffdft');
});

test('anything else is refused', () => {
  expect(() => parseNetwork('')).toThrow();
  expect(() => parseNetwork('[]\n[{}]\n[]\n')).toThrow();
});
