import { expect, test } from 'vitest';
import { cheatSheetOf, linesOf, toolOf } from './cheat-sheet.ts';
import { buildCourse } from './load-course.ts';
import { sectionsOf } from './sections.ts';
import { soundCourse } from './sound-course.fixture.ts';

test.each([
  ['ip link add veth0 type veth peer name ceth0', 'ip link'],
  ['ip -br addr', 'ip addr'],
  ['ip a add 172.18.0.1/16 dev br0', 'ip addr'],
  ['ip netns exec blue ip r', 'ip route'],
  ['ip -n blue link set lo up', 'ip link'],
  ['nsenter --net=/run/netns/netns0 ping -c 1 8.8.8.8', 'ping'],
  ['nsenter --net=/run/netns/netns0 bash', 'nsenter'],
  ['nsenter --target $! --net ip link', 'ip link'],
  ['echo 1 > /proc/sys/net/ipv4/ip_forward', 'sysctl'],
  ['ping -c 9 8.8.8.8 > /dev/null & tcpdump -c 1 icmp', 'tcpdump'],
  ['bridge fdb show br br0', 'bridge fdb'],
  ['/usr/sbin/iptables -S', 'iptables'],
])('%s belongs to %s', (command, tool) => {
  expect(toolOf(command)).toBe(tool);
});

test('lines that go on are one command, and what is no command is left out', () => {
  expect(linesOf('iptables -t nat \\\n  -A X\n# why\n\nexit\nNAME=blue\nip link')).toEqual([
    'iptables -t nat -A X',
    'ip link',
  ]);
  expect(linesOf('ip link |\n  grep veth\nip link add x |\n  grep no ||\n  true')).toEqual([
    'ip link | grep veth',
  ]);
  expect(linesOf('for i in 1 2; do\n  ip netns add n$i\ndone')).toEqual([]);
  expect(linesOf('add() (\n  ip netns add $1\n)\nadd blue')).toEqual([]);
  expect(linesOf("cat > x <<'EOF'\nip link\nEOF")).toEqual([]);
  expect(linesOf('ping {{web}}')).toEqual([]);
});

const files = soundCourse();
files.delete('one/second/lesson.de.md');
const course = buildCourse(
  files.set('one/second/lesson.yaml', 'id: second\nminutes: 5\nworld: one-host\n').set(
    'one/second/lesson.md',
    `---
title: Second
summary: S.
---

Before.

\`\`\`sh run
add() {
  ip netns add $1
}
\`\`\`

\`\`\`sh run
ping -c 3 1.1.1.1
ip link add veth0 type veth
\`\`\`

## Again

\`\`\`sh run
ip -n blue link add veth1 type veth
nsenter --net=/run/netns/blue ping -c 1 1.1.1.1
ip link set veth0 up
ls /run/netns | wc -l
add blue
ip link del veth0
\`\`\`
`,
  ),
).course;

test('each command stands in the sheet once, with the place where it is first used', () => {
  expect(cheatSheetOf(course)).toMatchObject([
    {
      tool: 'ip link',
      commands: [
        { command: 'ip link add veth0 type veth', section: 'Second', anchor: null },
        { command: 'ip link set veth0 up', section: 'Again', anchor: 'again' },
        { command: 'ip link del veth0' },
      ],
    },
    {
      tool: '',
      commands: [
        { command: 'ip netns list', lessonId: 'first', lessonTitle: 'First' },
        { command: 'ping -c 1 8.8.8.8', section: 'Make a pair', anchor: 'make-a-pair' },
      ],
    },
  ]);
});

test('a challenge is a section of its own, and what follows belongs to the heading again', () => {
  const [first] = course.modules.flatMap(({ lessons }) => lessons);
  const sections = first === undefined ? [] : sectionsOf(first);
  expect(sections.map(({ kind, anchor, blocks }) => [kind, anchor, blocks])).toEqual([
    ['lesson', null, ['run-1']],
    ['heading', 'make-a-pair', ['run-2']],
    ['challenge', 'challenge-pair', []],
  ]);
  expect(sections[2]?.text).toBe('Make a pair, as in the second lesson.');
});
