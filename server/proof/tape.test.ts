import { expect, test } from 'vitest';
import type { RunBlock } from '../curriculum/course.ts';
import { startTape } from './tape.ts';

function recorder() {
  const clock = { nowMs: 5_000 };
  const tape = startTape({ columns: 80, rows: 24, title: 'A cable', nowMs: () => clock.nowMs });
  const print = (shell: string, text: string) => tape.output(shell, Buffer.from(text));
  return { clock, tape, print };
}

const block = (id: string): RunBlock => ({
  ...{ id, machine: 'host', namespace: null, code: 'true', isTraced: false },
  ...{ expectedOutput: null, expectedExit: null, afterChallenges: 0 },
  source: { file: 'lesson.md', line: 1 },
});

function eventsOf(cast: string): unknown[] {
  const [, ...events] = cast
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  return events;
}

test('pauses are cut, and a block is preceded by a rest', () => {
  const { clock, tape, print } = recorder();
  print('host', '$ ');
  clock.nowMs += 60_000;
  tape.blockBegins(block('run-1'));
  print('host', 'true');
  clock.nowMs += 300;
  tape.blockEnds(block('run-1'));
  const { blocks, cast, lengthMs } = tape.finish();
  expect({ blocks, lengthMs }).toEqual({
    blocks: [{ id: 'run-1', fromMs: 1_700, toMs: 2_000 }],
    lengthMs: 2_000,
  });
  expect(JSON.parse(cast.split('\n')[0] ?? '')).toMatchObject({ version: 2, width: 80 });
  expect(eventsOf(cast)).toEqual([
    [0, 'o', '$ '],
    [1.7, 'o', 'true'],
  ]);
});

test('marks are left out, also when they come in pieces, and letters cut in two are whole', () => {
  const { clock, tape, print } = recorder();
  print('host', 'a\x1b]133;D;0');
  clock.nowMs += 50;
  print('host', ';aid=7\x07b\x1b]63');
  clock.nowMs += 50;
  print('host', '3;E;ls\x07\x1b[1mc');
  const [first = 0, ...rest] = Buffer.from('ü');
  tape.output('host', Buffer.from([first]));
  tape.output('host', Buffer.from(rest));
  expect(eventsOf(tape.finish().cast)).toEqual([
    [0, 'o', 'a'],
    [0.05, 'o', 'b'],
    [0.1, 'o', '\x1b[1mcü'],
  ]);
});

test('a shell that speaks after another begins at the prompt where it stood', () => {
  const { clock, tape, print } = recorder();
  print('host', 'root@host:~# ');
  clock.nowMs += 100;
  print('host/blue', 'root@host(blue):~# ');
  clock.nowMs += 100;
  print('host', 'ls');
  expect(eventsOf(tape.finish().cast)).toEqual([
    [0, 'o', 'root@host:~# '],
    [0.1, 'o', '\r\nroot@host(blue):~# '],
    [0.2, 'o', '\r\nroot@host:~# ls'],
  ]);
});
