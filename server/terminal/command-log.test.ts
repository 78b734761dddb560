import { expect, test } from 'vitest';
import { CommandLog } from './command-log.ts';
import type { Mark } from './marks.ts';

const enter = (shell: string, text: string): Mark[] => [
  { kind: 'command-line', text },
  { kind: 'output-start', shell, seq: 0 },
];
const prompt = (shell: string, exitCode: number): Mark[] => [
  { kind: 'command-end', shell, exitCode },
  { kind: 'prompt-start', shell },
  { kind: 'prompt-end', shell, whereabouts: { kind: 'root' } },
];

function logOf(...marks: readonly Mark[][]): CommandLog {
  const log = new CommandLog('t1');
  for (const [atMs, mark] of marks.flat().entries()) log.apply(mark, atMs);
  return log;
}

const outcomes = (log: CommandLog) =>
  log.commands.map(({ text, exitCode, endedAtMs }) =>
    endedAtMs === null ? `${text}: running` : `${text}: ${exitCode}`,
  );

test('each command has its text, its time and its exit code', () => {
  const log = logOf(
    prompt('1', 0),
    enter('1', 'true'),
    prompt('1', 0),
    enter('1', 'false'),
    prompt('1', 1),
  );
  expect(log.commands).toEqual([
    {
      terminalId: 't1',
      commandId: 1,
      text: 'true',
      startSeq: 0,
      startedAtMs: 4,
      endedAtMs: 5,
      exitCode: 0,
    },
    {
      terminalId: 't1',
      commandId: 2,
      text: 'false',
      startSeq: 0,
      startedAtMs: 9,
      endedAtMs: 10,
      exitCode: 1,
    },
  ]);
  expect(log.shell).toEqual({ kind: 'prompt' });
});

test('Ctrl-C at the prompt is no command', () => {
  const log = logOf(prompt('1', 0), prompt('1', 130));
  expect(log.commands).toEqual([]);
});

test('a nested shell runs commands of its own while the command that started it runs', () => {
  const marks = [
    prompt('1', 0),
    enter('1', 'bash'),
    prompt('2', 0),
    enter('2', 'false'),
    prompt('2', 1),
  ];
  const log = logOf(...marks);
  expect(outcomes(log)).toEqual(['bash: running', 'false: 1']);
  expect(log.shell).toEqual({ kind: 'prompt' });
});

test('a nested shell that exits or is killed ends what it ran, with no exit code', () => {
  const log = logOf(
    prompt('1', 0),
    enter('1', 'bash'),
    prompt('2', 0),
    enter('2', 'exit 3'),
    prompt('1', 3),
  );
  expect(outcomes(log)).toEqual(['bash: 3', 'exit 3: null']);
});

test('a shell that forgot to say that a command ended says so by starting another', () => {
  const log = logOf(prompt('1', 0), enter('1', 'PS1='), enter('1', 'sleep 9'));
  expect(outcomes(log)).toEqual(['PS1=: null', 'sleep 9: running']);
  expect(log.shell).toEqual({ kind: 'running', commandId: 2 });
});

test('the end of the terminal ends every command', () => {
  const log = logOf(prompt('1', 0), enter('1', 'bash'), enter('2', 'exit'));
  expect(log.endAll(9).map(({ text }) => text)).toEqual(['exit', 'bash']);
  expect(outcomes(log)).toEqual(['bash: null', 'exit: null']);
});

test('only the last commands are kept', () => {
  const log = new CommandLog('t1');
  for (let count = 0; count < 600; count += 1)
    log.apply({ kind: 'output-start', shell: '1', seq: 0 }, 0);
  expect(log.commands).toHaveLength(500);
  expect(log.commands.at(-1)?.commandId).toBe(600);
});

test('a shell stands where it prompted last, until the terminal has no shell', () => {
  const log = logOf(prompt('1', 0), enter('1', 'nsenter --net=/run/netns/blue bash'));
  expect(log.whereabouts).toEqual({ kind: 'root' });
  const blue = { kind: 'named', path: '/run/netns/blue' } as const;
  log.apply({ kind: 'prompt-end', shell: '2', whereabouts: blue }, 9);
  expect(log.whereabouts).toEqual(blue);
  log.endAll(10);
  expect(log.whereabouts).toEqual({ kind: 'unknown' });
});

test('a line that goes on is neither at the prompt nor running', () => {
  const log = logOf(prompt('1', 0), [{ kind: 'continuation', shell: '1' }]);
  expect(log.shell).toEqual({ kind: 'continuation' });
  log.apply({ kind: 'prompt-end', shell: '1', whereabouts: { kind: 'root' } }, 9);
  expect(log.shell).toEqual({ kind: 'prompt' });
});
