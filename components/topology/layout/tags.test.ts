import { expect, test } from 'vitest';
import type { Chain } from '../../../server/protocol/topology.ts';
import { tagsOf } from './tags.ts';

function chain(name: string, ...rules: readonly string[]): Chain {
  return {
    ...{ kind: 'chain', key: `chain:1/ip/nat/${name}`, namespace: 'ns:1', syntax: 'iptables' },
    ...{ family: 'ip', table: 'nat', name, type: null, hook: null, priority: null, policy: null },
    rules: [...rules],
  };
}

const textsOf = (...chains: readonly Chain[]) =>
  tagsOf(
    { interfaces: [], routes: [], neighbours: [], fdb: [], chains, sysctls: [], listeners: [] },
    true,
  ).map(({ text }) => text);

test('what translates is told from what only leads there, or speaks of it', () => {
  expect(
    textsOf(
      chain('PREROUTING', '-m addrtype --dst-type LOCAL -j NETAVARK-HOSTPORT-DNAT'),
      chain('NETAVARK-HOSTPORT-DNAT', '-m comment --comment "a dnat name" -j NETAVARK-DN-1'),
      chain('NETAVARK-DN-1', '-p tcp --dport 8080 -j DNAT --to-destination 10.88.0.2:80'),
    ),
  ).toEqual(['PREROUTING', 'NETAVARK-HOSTPORT-DNAT', 'DNAT']);
});

test('a few chains that translate are told each, many by their number', () => {
  const dnat = ['a', 'b'].map((name) => chain(name, '-j DNAT --to-destination 10.0.0.2:80'));
  const masquerade = ['c', 'd'].map((name) => chain(name, '-j MASQUERADE'));
  expect(textsOf(...dnat)).toEqual(['DNAT', 'DNAT']);
  expect(textsOf(...dnat, ...masquerade)).toEqual(['DNAT ×2', 'MASQUERADE ×2']);
});

test('what listens stands before the chains, which are the first to go', () => {
  const listener = {
    ...{ kind: 'listener' as const, key: 'l', namespace: 'ns:1', protocol: 'tcp' as const },
    ...{ address: '0.0.0.0', port: 80, process: null },
  };
  const contents = { interfaces: [], routes: [], neighbours: [], fdb: [], sysctls: [] };
  const chains = [chain('NETAVARK_FORWARD', '-j ACCEPT')];
  expect(
    tagsOf({ ...contents, chains, listeners: [listener] }, true).map(({ text }) => text),
  ).toEqual([':80', 'NETAVARK_FORWARD']);
});
