/** In a real sandbox: networks that nobody would think of go back to what they were as well. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Topology } from '../protocol/topology.ts';
import type { Sandboxes } from '../sandbox/handle.ts';
import { host, openTestSandboxes, shell } from '../sandbox/test-sandboxes.fixture.ts';
import { netwatchTool } from '../topology/observe.ts';
import { observeSandbox } from '../topology/observed-sandbox.fixture.ts';
import { byNames } from './by-names.fixture.ts';
import { undoTo } from './undo-to.fixture.ts';

let sandboxes: Sandboxes;

beforeAll(async () => {
  sandboxes = await openTestSandboxes({ tools: [netwatchTool] });
});
afterAll(() => sandboxes.close());

/** Rounds of a few commands each; more of them with `UNDO_ROUNDS=200 UNDO_SEED=7`. */
const rounds = Number(process.env.UNDO_ROUNDS ?? 30);
const seed = Number(process.env.UNDO_SEED ?? 11);

test(`whatever ${rounds} rounds of random commands did, seed ${seed}`, {
  timeout: 600_000,
}, async () => {
  const random = randomNumbers(seed);
  const lab = await observeSandbox(sandboxes);
  try {
    const versions = [lab.now()];
    for (let round = 0; round < rounds; round += 1) {
      const script = Array.from({ length: 3 + random(10) }, () => randomCommand(random)).join('\n');
      await shell(lab.handle, host, script);
      await lab.observer.settle();
      // What hung on a namespace that was deleted dies a moment after it.
      await expect.poll(() => halfCables(lab.now()), { timeout: 5_000 }).toEqual([]);
      versions.push(lab.now());
      const target = versions.slice(-6)[random(Math.min(6, versions.length))] ?? lab.now();
      const outcome = await undoTo(lab, target);
      expect(outcome, `round ${round}`).toMatchObject({ kind: 'done' });
      expect(byNames(lab.now()), `round ${round}`).toEqual(byNames(target));
      versions.push(lab.now());
    }
  } finally {
    lab.observer.close();
    await lab.handle.end('The test is over.');
  }
});

function halfCables({ objects }: Topology): string[] {
  return objects.flatMap((one) =>
    one.kind === 'interface' && one.type === 'veth' && one.peer === null ? [one.name] : [],
  );
}

type Random = (below: number) => number;

/** A linear congruential generator: the same seed gives the same commands. */
function randomNumbers(start: number): Random {
  let state = start;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

function randomCommand(random: Random): string {
  const pick = (...words: readonly string[]) => words[random(words.length)] ?? '';
  const at = pick('', '', '-n n1', '-n n2');
  const within = pick('', '', 'ip netns exec n1', 'ip netns exec n2');
  const link = () => pick('v0', 'v0', 'v1', 'v1', 'v2', 'v3', 'br0', 'br1', 'lo');
  const address = () => `10.0.${random(2)}.${1 + random(4)}`;
  const mac = (group: number) => `02:00:00:00:0${group}:0${random(9)}`;
  const table = pick('nat', 'filter');
  const set = `ip ${at} link set dev ${link()}`;
  const namespace = () => pick('n1', 'n2');
  const veth = `name ${pick('v0', 'v2')} type veth peer name ${pick('v1', 'v3')}`;
  return pick(
    ...[
      `ip netns add ${namespace()}`,
      `ip netns add ${namespace()}`,
      `ip netns add ${namespace()}`,
    ],
    `ip netns del ${namespace()}`,
    ...[`ip ${at} link add ${veth}`, `ip ${at} link add ${veth}`],
    `ip link add ${veth} netns ${namespace()}`,
    `ip ${at} link add name ${pick('br0', 'br1')} type bridge`,
    `ip ${at} link del dev ${link()}`,
    `${set} netns ${pick('n1', 'n2', '1')}`,
    `${set} name ${link()}`,
    ...[`${set} up`, `${set} up`, `${set} up`, `${set} down`],
    ...[`${set} master ${pick('br0', 'br1')}`, `${set} nomaster`],
    ...[`${set} mtu ${1400 + random(3) * 50}`, `${set} address ${mac(0)}`],
    ...[
      `ip ${at} addr add ${address()}/24 dev ${link()}`,
      `ip ${at} addr add ${address()}/24 dev ${link()}`,
    ],
    `ip ${at} addr add 2001:db8::${1 + random(4)}/64 dev ${link()}`,
    ...[`ip ${at} addr del ${address()}/24 dev ${link()}`, `ip ${at} addr flush dev ${link()}`],
    `ip ${at} route add 10.9.0.0/16 via ${address()} metric ${random(2)}`,
    `ip ${at} route append 10.9.0.0/16 via ${address()}`,
    ...[`ip ${at} route del 10.0.${random(2)}.0/24`, `ip ${at} route del default`],
    `ip ${at} route add default dev ${link()}`,
    `ip ${at} route add 2001:db8:${random(3)}::/48 via 2001:db8::${1 + random(4)}`,
    `ip ${at} neigh replace ${address()} lladdr ${mac(1)} dev ${link()} nud permanent`,
    `bridge ${at} fdb add ${mac(2)} dev ${link()} master permanent`,
    `${within} sysctl -qw net.ipv4.ip_forward=${random(2)}`,
    `${within} iptables -t ${table} -A ${pick('OUTPUT', 'INPUT', 'MINE')} -s ${address()} -j ${pick('ACCEPT', 'MINE')}`,
    ...[
      `${within} iptables -t ${table} -N MINE`,
      `${within} iptables -P FORWARD ${pick('DROP', 'ACCEPT')}`,
    ],
    ...[
      `${within} iptables -t ${table} -D ${pick('OUTPUT', 'INPUT')} ${1 + random(2)}`,
      `${within} iptables -F`,
    ],
    `${within} nft 'add table inet t; add chain inet t c { type filter hook input priority ${random(2)}; }; add rule inet t c tcp dport ${80 + random(3)} counter'`,
    `${within} nft flush ruleset`,
  );
}
