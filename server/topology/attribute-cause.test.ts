import { expect, test } from 'vitest';
import { causeOf, type RunCommand } from './attribute-cause.ts';

let commandId = 0;
const command = (
  text: string,
  startMs: number,
  endMs: number | null,
  terminalId = 'one',
): RunCommand => ({ cause: { terminalId, commandId: ++commandId, text }, startMs, endMs });

test('a change comes from the command that runs', () => {
  const link = command('ip link add', 100, null);
  expect(causeOf([command('ls', 0, 50), link], 110, 120)).toEqual(link.cause);
});

test('a change shortly after a command comes from it, and one long after from nobody', () => {
  const link = command('ip link add', 100, 110);
  expect(causeOf([link], 1000, 1010)).toEqual(link.cause);
  expect(causeOf([link], 5000, 5010)).toBeNull();
});

test('of commands that have just ended the last one counts', () => {
  const last = command('ip link del', 200, 210);
  expect(causeOf([command('ip link add', 100, 110), last], 300, 310)).toEqual(last.cause);
});

test('commands of a pasted block that ran while the kernel was read are named together', () => {
  const first = command('ip netns add a', 100, 103);
  const second = command('ip netns add b', 104, null);
  expect(causeOf([first, second], 102, 110)).toEqual({
    ...second.cause,
    text: 'ip netns add a\nip netns add b',
  });
});

test('what a later command did is not counted to an earlier one that was told already', () => {
  const add = command('ip link add veth0', 100, 112);
  const made = causeOf([add], 101, 108);
  expect(made).toEqual(add.cause);
  // The kernel had more to say of it before it ended, and was read when the next one was at work.
  const up = command('ip link set veth0 up', 115, null);
  const raised = causeOf([add, up], 110, 125);
  expect(raised?.commandId).toBe(up.cause.commandId);
  expect(raised?.commandId).not.toBe(made?.commandId);
});

test('a command that began after the kernel was read has no part in it', () => {
  const first = command('ip netns add a', 100, 103);
  expect(causeOf([first, command('ip netns add b', 120, null)], 102, 110)).toEqual(first.cause);
});

test('inside of a shell that a command started, only the inner command counts', () => {
  const shell = command('nsenter --net=/run/netns/netns0 bash', 0, null);
  const running = command('ip link set lo up', 100, null);
  expect(causeOf([shell, running], 110, 120)).toEqual(running.cause);
  const ended = command('ip link set lo up', 100, 105);
  expect(causeOf([shell, ended], 110, 120)).toEqual(ended.cause);
});

test('a shell that a command started counts itself when nothing was typed into it lately', () => {
  const shell = command('nsenter --net=/run/netns/netns0 ./script', 0, null);
  expect(causeOf([shell, command('ls', 100, 105)], 5000, 5010)).toEqual(shell.cause);
});

test('with commands in two terminals nobody can tell', () => {
  const commands = [command('ping 8.8.8.8', 0, null, 'two'), command('ip link add', 100, null)];
  expect(causeOf(commands, 110, 120)).toBeNull();
});

test('a running command counts before one of another terminal that has ended', () => {
  const running = command('ip link add', 100, null);
  expect(causeOf([command('ls', 0, 90, 'two'), running], 110, 120)).toEqual(running.cause);
});

test('what an undo changes is its own, although a shell in another namespace waits', () => {
  const shell = command('nsenter --net=/run/netns/netns0 bash', 0, null);
  const undo = {
    cause: { terminalId: null, commandId: 1, text: 'undo' },
    startMs: 100,
    endMs: null,
  };
  expect(causeOf([shell, undo], 110, 120)).toEqual(undo.cause);
});
