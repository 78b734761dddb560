import { expect, test } from 'vitest';
import { odd } from '../fixtures/many.ts';
import { bridged, clash } from '../fixtures/one-host.ts';
import { surveyOf } from '../survey.ts';
import { factsOf } from './facts-of.ts';
import { quoted } from './shell-command.ts';

function factsAbout(key: string, topology = bridged) {
  const survey = surveyOf(topology);
  const object = survey.byKey.get(key);
  return object === undefined ? [] : factsOf(object, survey);
}
const commands = (key: string, topology = bridged) =>
  factsAbout(key, topology).map(({ command }) => command);

test('an interface of the root namespace is asked for without a prefix', () => {
  expect(commands('if:100/12').slice(0, 3)).toEqual([
    'ip -d link show dev veth0',
    'ip addr show dev veth0',
    'ip route show dev veth0',
  ]);
});

test('an interface of a named namespace is asked for in that namespace', () => {
  expect(commands('if:110/11')[0]).toBe('ip netns exec netns0 ip -d link show dev ceth0');
});

test('a namespace without a name is entered by its path', () => {
  expect(commands('ns:110', odd)[0]).toBe(
    'nsenter --net=/proc/4711/ns/net readlink /proc/self/ns/net',
  );
});

test('a chain is asked for in the words in which it was written', () => {
  expect(commands('chain:100/ip/nat/POSTROUTING')).toEqual(['iptables -t nat -S POSTROUTING']);
});

test('a bridge tells its ports', () => {
  const ports = factsAbout('if:100/15').find(({ title }) => title === 'Ports');
  expect(ports?.facts.map(({ name }) => name)).toEqual(['veth0', 'veth1']);
  expect(ports?.command).toBe('ip link show master br0');
});

test('a route that loses says that it is never used', () => {
  const key = 'route:100/172.18.0.0/16 dev veth1 proto kernel scope link src 172.18.0.21';
  expect(factsAbout(key, clash)[0]?.facts.map(({ name }) => name)).toContain('never used');
});

test('every object of a network has facts', () => {
  const survey = surveyOf(bridged);
  for (const object of bridged.objects) expect(factsOf(object, survey).length).toBeGreaterThan(0);
});

test('a name that a shell would read otherwise is quoted', () => {
  expect(quoted("it's;rm")).toBe(`'it'\\''s;rm'`);
  expect(quoted('br-0.100')).toBe('br-0.100');
});
