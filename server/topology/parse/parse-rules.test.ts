import { expect, test } from 'vitest';
import { mayBeOfIptables, withIptablesWords } from './parse-iptables-save.ts';
import { parseNft } from './parse-nft.ts';
import { recorded } from './recorded.fixture.ts';

const chains = parseNft(recorded('nft'));
const chain = (name: string, from = chains) => from.find((one) => one.name === name);

test('every chain of every table is read, sets are not', () => {
  expect(chains.map(({ family, table, name }) => `${family} ${table} ${name}`)).toEqual([
    'ip nat POSTROUTING',
    'ip nat PREROUTING',
    'ip filter MY_CUSTOM_CHAIN',
    'ip filter FORWARD',
    'inet mine in',
    'ip own plain',
    'netdev edge first',
  ]);
});

test('a base chain has hook, priority and policy; its rules are as nft writes them', () => {
  expect(chain('in')).toMatchObject({
    hook: 'input',
    priority: 5,
    policy: 'drop',
    rules: ['tcp dport { 22, 80 } counter accept', 'ip saddr @s counter drop comment "a { b"'],
  });
  expect(chain('first')).toMatchObject({
    type: 'filter',
    hook: 'ingress',
    priority: -500,
    policy: 'accept',
  });
  expect(chain('plain')).toMatchObject({ type: null, hook: null, priority: null, policy: null });
});

test('tables of iptables are told in its words, with the place that nft knows', () => {
  const told = withIptablesWords(chains, recorded('iptables'));
  expect(chain('FORWARD', told)).toEqual({
    syntax: 'iptables',
    family: 'ip',
    table: 'filter',
    name: 'FORWARD',
    type: 'filter',
    hook: 'forward',
    priority: 0,
    policy: 'DROP',
    rules: ['-i br0 -m comment --comment "hello \\"x\\" }" -j MY_CUSTOM_CHAIN'],
  });
  expect(chain('POSTROUTING', told)?.rules).toEqual(['-s 172.18.0.0/16 ! -o br0 -j MASQUERADE']);
  expect(chain('MY_CUSTOM_CHAIN', told)).toMatchObject({ hook: null, policy: null });
});

test('chains that exist only in what iptables prints are not made up', () => {
  expect(chain('OUTPUT', withIptablesWords(chains, recorded('iptables')))).toBeUndefined();
});

test('tables that iptables does not know, or calls incompatible, stay in the words of nft', () => {
  expect(chain('in', withIptablesWords(chains, recorded('iptables')))?.syntax).toBe('nft');
  const incompatible = "# Table `filter' is incompatible, use 'nft' tool.\n";
  expect(withIptablesWords(chains, incompatible)).toEqual(chains);
});

test('iptables is asked only where one of its tables exists', () => {
  expect(mayBeOfIptables(chains)).toBe(true);
  expect(mayBeOfIptables(chains.filter(({ table }) => table === 'mine'))).toBe(false);
});

test("a running trace's table is left out, a learner's of that name is not", () => {
  const table = (head: string) =>
    `table inet patchbay_trace {${head}\n\tchain prerouting {\n\t\ttype filter hook prerouting priority -1000; policy accept;\n\t\tmeta nftrace set 1\n\t}\n}\n`;
  expect(parseNft(table(' # progname packetwatch\n\tflags owner\n'))).toEqual([]);
  expect(parseNft(table('\n'))).toHaveLength(1);
});
