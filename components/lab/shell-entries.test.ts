import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { entryKeys, shellEntries } from './shell-entries.ts';

test('every line of a plain block is an entry; comments and empty lines are none', () => {
  expect(shellEntries('# make it\nip netns add netns0\n\nip netns list\n')).toEqual([
    'ip netns add netns0',
    'ip netns list',
  ]);
});

test('a continued line belongs to the next one', () => {
  expect(shellEntries('ip link add veth0 \\\n  type veth peer name ceth0\nip link')).toEqual([
    'ip link add veth0 \\\n  type veth peer name ceth0',
    'ip link',
  ]);
});

test('an operator at the end asks for the next line', () => {
  expect(shellEntries('false ||\n  echo a\ntrue &&\necho b\necho c &\necho d')).toEqual([
    'false ||\n  echo a',
    'true &&\necho b',
    'echo c &',
    'echo d',
  ]);
});

test('a here-document is one entry up to its end', () => {
  const script = "cat > ~/inspect.sh <<'EOF'\n#!/bin/bash\n\nip link \"list\nEOF";
  expect(shellEntries(`${script}\nchmod +x ~/inspect.sh`)).toEqual([
    script,
    'chmod +x ~/inspect.sh',
  ]);
});

test('an open quote goes on over lines', () => {
  expect(shellEntries('echo "a\nb"\necho c')).toEqual(['echo "a\nb"', 'echo c']);
  expect(shellEntries("echo it\\'s\necho c")).toEqual(["echo it\\'s", 'echo c']);
});

test('a compound command is one entry', () => {
  const loop = 'for n in 0 1; do\n  ip netns add netns$n\ndone';
  expect(shellEntries(`${loop}\nip netns`)).toEqual([loop, 'ip netns']);
  const slow = 'while true\ndo\n  sleep 1\ndone';
  expect(shellEntries(slow)).toEqual([slow]);
  const choice = 'if ip link show veth0; then\n  ip link del veth0\nfi';
  expect(shellEntries(`${choice}\necho`)).toEqual([choice, 'echo']);
  expect(shellEntries('echo if; echo done')).toEqual(['echo if; echo done']);
});

test('a function is one entry', () => {
  const add = 'add() {\n  ip netns add $1\n  ip -n $1 link set lo up\n}';
  expect(shellEntries(`${add}\nadd netns0`)).toEqual([add, 'add netns0']);
});

/** Otherwise the shell waits for more after the first entry, and Run for the shell. */
test('each entry of all blocks and solutions of the course is complete for bash', () => {
  const blocks = globSync('lessons/*/*/lesson.md').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^```sh run.*\n((?:.*\n)*?)```$/gm)].map(
      ([, code = '']) => code.replaceAll(/\{\{\w+\}\}/g, 'drawn'),
    ),
  );
  const scripts = globSync('lessons/*/*/scripts/*.sh').map((file) => readFileSync(file, 'utf8'));
  expect(blocks.length).toBeGreaterThan(100);
  const entries = new Set([...blocks, ...scripts].flatMap(shellEntries));
  const isComplete = (entry: string) => spawnSync('bash', ['-n'], { input: entry }).status === 0;
  const suspect = [...entries].filter((entry) => /\n|<<|[{|&\\]\s*$|\b(do|then|in)$/.test(entry));
  expect(suspect.filter((entry) => !isComplete(entry))).toEqual([]);
});

test('entering types the lines with Return and quotes tabs', () => {
  expect(entryKeys('a\n\tb')).toBe('\x05\x15a\r\x16\tb\r');
});
