import { expect, test } from 'vitest';
import type { TerminalSession } from './terminal-session.ts';
import { atPrompt, command, enterShell, open, printed, run } from './test-terminal.fixture.ts';

const texts = (terminal: TerminalSession) => terminal.commands().map(({ text }) => text);

test('a command is known by its text and its exit code', async () => {
  const terminal = open();
  expect(await run(terminal, "echo 'a;b\\c ü' && (exit 3)")).toMatchObject({ exitCode: 3 });
  expect(await run(terminal, 'true')).toMatchObject({ exitCode: 0 });
  expect(await run(terminal, 'ls /nonexistent')).toMatchObject({ exitCode: 2 });
});

test('a command that goes over several lines is one command', async () => {
  const terminal = open();
  await atPrompt(terminal);
  const ended = command(terminal, 'for x in 1 2; do echo $x; done', 'end');
  terminal.write('for x in 1 2\rdo echo $x\rdone\r');
  expect(await ended).toMatchObject({ exitCode: 0 });
});

test('a line that is not complete is said to be continued, until it is given up', async () => {
  const terminal = open();
  await atPrompt(terminal);
  terminal.write("echo 'open\r");
  await expect.poll(() => terminal.describe().shell.kind).toBe('continuation');
  terminal.write('\x03');
  await atPrompt(terminal);
  expect(terminal.commands()).toEqual([]);
});

test('marks that a program prints are not believed', async () => {
  const terminal = open();
  await run(terminal, String.raw`printf '\e]633;E;reboot;x\a\e]133;C;aid=1;mark=x\a\e]133;D;0\a'`);
  await run(terminal, 'true');
  expect(terminal.commands()).toHaveLength(2);
});

test('an empty line and Ctrl-C at the prompt are no commands', async () => {
  const terminal = open();
  await atPrompt(terminal);
  const again = printed(terminal, /133;B/);
  terminal.write('\r');
  await again;
  const interrupted = printed(terminal, /\^C[\s\S]*133;B/);
  terminal.write('not yet\x03');
  await interrupted;
  await run(terminal, 'true');
  expect(texts(terminal)).toEqual(['true']);
});

test('a command ended by Ctrl-C has the exit code of the signal', async () => {
  const terminal = open();
  await atPrompt(terminal);
  const line = "sh -c 'echo r''unning; exec sleep 60'";
  const running = printed(terminal, /running/); // only then is it sure to get the signal
  const ended = command(terminal, line, 'end');
  terminal.write(`${line}\r`);
  await running;
  terminal.write('\x03');
  expect(await ended).toMatchObject({ exitCode: 130 });
});

test('commands of a nested shell are told, and the shell that dies ends them', async () => {
  const terminal = open();
  const nested = `bash --rcfile ${import.meta.dirname}/shell-rc.sh`;
  await enterShell(terminal, nested);
  expect(await run(terminal, 'false')).toMatchObject({ exitCode: 1 });
  const outer = command(terminal, nested, 'end');
  expect(await run(terminal, 'exit 5')).toMatchObject({ exitCode: null });
  expect(await outer).toMatchObject({ exitCode: 5 });
  expect(await run(terminal, 'true')).toMatchObject({ exitCode: 0 });
});

test.each([
  "PS1='> '",
  "PROMPT_COMMAND='echo mine'",
  'PROMPT_COMMAND=(); true',
  'unset PROMPT_COMMAND',
  'set -u',
  'set -x',
  'set -o noclobber; set -f',
  'alias printf=false history=false',
])('commands are still told after %s', async (line) => {
  const terminal = open();
  await run(terminal, line);
  expect(await run(terminal, 'echo next')).toMatchObject({ exitCode: 0 });
});
