import { expect, test } from 'vitest';
import type { Argv, Place, RunOptions, RunResult } from '../sandbox/handle.ts';
import { runSteps } from './run-steps.ts';
import { type Step, step, type Tool } from './step.ts';

const root = { machine: 'host', name: null, path: null };
const netns0 = { machine: 'host', name: 'netns0', path: '/run/netns/netns0' };
const ip = (...words: string[]): Step => step(root, { kind: 'ip', words });
const exited = (exitCode: number, stderr = ''): RunResult => ({
  ...{ kind: 'exited', exitCode, stdout: '', stderr },
});

/** Stands for a sandbox: what is under test is what would be run there. */
function hands(results: readonly RunResult[] = []) {
  const runs: { place: Place; argv: Argv; stdin: string | undefined }[] = [];
  return {
    runs,
    machines: [
      { name: 'host', role: 'learner', title: '', initPid: 7 },
      { name: 'router', role: 'scenery', title: '', initPid: 9 },
    ] as const,
    run: async (place: Place, argv: Argv, { stdin }: RunOptions) => {
      runs.push({ place, argv, stdin });
      return results[runs.length - 1] ?? exited(0);
    },
  };
}

test('steps of one program in one place are one run of it', async () => {
  const handle = hands();
  const steps = [
    ip('link', 'set', 'dev', 'veth0', 'up'),
    ip('addr', 'add', '10.0.0.1/24', 'dev', 'veth0'),
    step(netns0, { kind: 'ip', words: ['link', 'set', 'dev', 'lo', 'up'] }),
    step(netns0, { kind: 'sysctl', words: ['-w', 'net.ipv4.ip_forward=1'] }),
    step(root, { kind: 'iptables', table: 'nat', line: '-N ONE' }),
    step(root, { kind: 'iptables', table: 'nat', line: '-A ONE -j ACCEPT' }),
    step(root, { kind: 'iptables', table: 'filter', line: '-N ONE' }),
  ];
  expect(await runSteps(handle, steps)).toEqual({ kind: 'done' });
  expect(handle.runs.map(({ argv, stdin }) => [argv.join(' '), stdin])).toEqual([
    ['ip -batch -', 'link set dev veth0 up\naddr add 10.0.0.1/24 dev veth0\n'],
    ['ip link set dev lo up', ''],
    ['sysctl -q -w net.ipv4.ip_forward=1', ''],
    ['iptables-restore --noflush -w 5', '*nat\n-N ONE\n-A ONE -j ACCEPT\nCOMMIT\n'],
    ['iptables-restore --noflush -w 5', '*filter\n-N ONE\nCOMMIT\n'],
  ]);
});

test.each(["it's", '"', 'a#b', '\\', 'a b', '$(id)', 'é'])(
  'the name %s is no part of a batch, and is quoted where it is shown',
  async (name) => {
    const handle = hands();
    const steps = [ip('link', 'del', 'dev', 'veth0'), ip('link', 'del', 'dev', name), ip('link')];
    await runSteps(handle, steps);
    expect(handle.runs.map(({ argv }) => argv)).toEqual([
      ['ip', 'link', 'del', 'dev', 'veth0'],
      ['ip', 'link', 'del', 'dev', name],
      ['ip', 'link'],
    ]);
    expect(steps[1]?.command).toBe(`ip link del dev '${name.replaceAll("'", "'\\''")}'`);
  },
);

test('the step that was refused is the one that the program names', async () => {
  const nft = (line: string): Tool => ({ kind: 'nft', line });
  const cases: [Step[], string, number][] = [
    [[ip('one'), ip('two'), ip('three')], 'Error: x\nCommand failed -:2', 1],
    [[step(root, nft('a')), step(root, nft('b'))], '/dev/stdin:2:28-28: Error: y', 1],
    [
      ['-N A', '-N B'].map((line) => step(root, { kind: 'iptables', table: 'nat', line })),
      'iptables-restore: line 3 failed: z',
      1,
    ],
  ];
  for (const [steps, stderr, index] of cases) {
    const outcome = await runSteps(hands([exited(1, stderr)]), steps);
    expect(outcome).toEqual({ kind: 'refused', at: steps[index], output: stderr });
  }
});

test('a cable between machines is laid from outside of both', async () => {
  const handle = hands();
  const router = { machine: 'router', name: null, path: null };
  const end = (where: typeof netns0 | typeof root | typeof router) => ({
    ...{ where, name: 'eth0', attributes: ['mtu', '1400'] },
  });
  await runSteps(handle, [step(netns0, { kind: 'cable', ends: [end(netns0), end(router)] })]);
  expect(handle.runs[0]?.place).toEqual({ kind: 'sandbox' });
  expect(handle.runs[0]?.argv.join(' ')).toBe(
    'ip link add name eth0 mtu 1400 netns /proc/7/root/run/netns/netns0 type veth peer name eth0 mtu 1400 netns /proc/9/ns/net',
  );
});
