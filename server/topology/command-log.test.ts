import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createCommandLog } from './command-log.ts';

const cause = (commandId: number) => ({ terminalId: 'one', commandId, text: 'ip link add' });

/** Not only when the shell's time is up. */
const isOverAtOnce = (wait: Promise<void> | null) =>
  Promise.race([wait?.then(() => true), setImmediate(false)]);

test('a shell that speaks after the kernel is waited for', async () => {
  const log = createCommandLog(Date.now);
  const fromMs = Date.now();
  const heard = log.hearShell(fromMs);
  log.started(cause(1));
  expect(await isOverAtOnce(heard)).toBe(true);
  expect(log.causeOf(fromMs, Date.now())).toEqual(cause(1));
});

test('nobody waits while a command runs, or has just ended', () => {
  const log = createCommandLog(() => 1000);
  expect(log.hearShell(1000)).not.toBeNull();
  log.started(cause(1));
  expect(log.hearShell(1000)).toBeNull();
  log.ended(cause(1));
  expect(log.hearShell(1020)).toBeNull();
  expect(log.hearShell(1400)).not.toBeNull();
});

test('where no shell speaks the wait ends all the same, and when the log is closed at once', async () => {
  const log = createCommandLog(Date.now);
  await log.hearShell(Date.now());
  expect(log.causeOf(Date.now(), Date.now())).toBeNull();
  const waiting = log.hearShell(Date.now());
  log.close();
  expect(await isOverAtOnce(waiting)).toBe(true);
});
