import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { worldsDir } from '../test-sandboxes.fixture.ts';
import { loadWorlds } from './load-worlds.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-worlds-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function mistakesOf(yaml: string): Promise<string[]> {
  await writeFile(join(folder, 'world.yaml'), yaml);
  const { worlds, mistakes } = await loadWorlds(folder);
  expect(worlds.size).toBe(mistakes.length === 0 ? 1 : 0);
  return mistakes.map(({ file, line, message }) => `${file}:${line}: ${message}`);
}

test('the worlds of this repository are sound', async () => {
  const { worlds, mistakes } = await loadWorlds(worldsDir);
  expect(mistakes).toEqual([]);
  expect([...worlds.keys()]).toEqual(['docker-host', 'one-host', 'two-nodes']);
  const sources = worlds.get('one-host')?.sources.get('one-host/inspect-net-context.sh');
  expect(sources).toContain('iptables --list-rules');
});

test('a mistake in the shape is named with its line', async () => {
  expect(
    await mistakesOf(`title: One
machines:
  - name: Host
    role: student
    title: x
    interfaces:
      - { name: lo, addresses: [8.8.8.8] }
    colour: red
`),
  ).toEqual([
    expect.stringMatching(/^world.yaml:3: machines.0.name: must be lower-case/),
    expect.stringMatching(/^world.yaml:4: machines.0.role: .*"learner"\|"scenery"/),
    expect.stringMatching(/^world.yaml:7: machines.0.interfaces.0.addresses.0: must be an address/),
    expect.stringMatching(/^world.yaml:3: machines.0: Unrecognized key: "colour"/),
  ]);
});

test('parts that do not fit together are named, all at once', async () => {
  expect(
    await mistakesOf(`title: One
machines:
  - name: host
    role: scenery
    title: x
    interfaces:
      - { name: eth0, link: lam }
      - { name: eth0, link: lan }
      - { name: eth1 }
    files:
      - { path: /root/x, source: nowhere.sh }
  - name: host
    role: scenery
    title: y
links:
  - { name: lan, kind: point-to-point }
`),
  ).toEqual([
    'world.yaml:12: A second machine "host": rename one.',
    'world.yaml:8: A second interface "eth0": rename one.',
    'world.yaml:7: There is no link "lam". Known: lan.',
    "world.yaml:9: eth1 is not plugged in: add `link: ` with a link's name.",
    'world.yaml:16: The point-to-point link "lan" has 1 ends: give it two, or make it a segment.',
    'world.yaml:3: No machine has the role `learner`: give it to one.',
    'world.yaml:11: There is no file nowhere.sh beside the world file: add it or remove this.',
  ]);
});

test('a file that is not YAML is named with its line', async () => {
  expect(await mistakesOf('title: One\nmachines: [\n')).toEqual([
    expect.stringMatching(/^world.yaml:3: /),
  ]);
});
