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

test('entering types the lines with Return and quotes tabs', () => {
  expect(entryKeys('a\n\tb')).toBe('\x05\x15a\r\x16\tb\r');
});
