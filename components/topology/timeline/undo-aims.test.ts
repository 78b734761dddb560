import { expect, test } from 'vitest';
import type { Change } from '../../../server/protocol/topology.ts';
import { backTo, undoOfLastCommand } from './undo-aims.ts';

const change = (
  version: number,
  command: string | null,
  summary = [`change ${version}`],
): Change => ({
  version,
  atMs: 0,
  differences: [],
  summary,
  cause: command === null ? null : { terminalId: 't', commandId: command.length, text: command },
});

test('all changes of the last command are undone together', () => {
  const changes = [
    change(2, 'one'),
    change(3, 'a long one'),
    change(4, 'a long one', []),
    change(5, 'a long one'),
  ];
  expect(undoOfLastCommand(changes)).toEqual({ kind: 'undo', toVersion: 2, subject: 'a long one' });
});

test('what only aged since does not matter', () => {
  const changes = [change(2, 'one'), change(3, 'second'), change(4, null, [])];
  expect(undoOfLastCommand(changes)).toMatchObject({ toVersion: 2, subject: 'second' });
});

test('what nobody knows the cause of is undone alone, in its own words', () => {
  const changes = [change(2, 'one'), change(3, null), change(4, null)];
  expect(undoOfLastCommand(changes)).toMatchObject({ toVersion: 3, subject: 'change 4' });
});

test('where nothing has changed there is nothing to undo', () => {
  expect(undoOfLastCommand([])).toBeNull();
  expect(undoOfLastCommand([change(2, null, [])])).toBeNull();
});

test('back to a version is back to after the command that made it', () => {
  const changes = [change(2, 'one'), change(3, null, []), change(4, 'second')];
  expect(backTo(changes, 3)).toEqual({ kind: 'back', toVersion: 3, subject: 'one' });
  expect(backTo(changes, 1)).toEqual({ kind: 'back', toVersion: 1, subject: null });
});

test('between two changes of one command it is a point during that command', () => {
  const changes = [change(2, 'one'), change(3, 'a long one'), change(4, 'a long one')];
  expect(backTo(changes, 3)).toMatchObject({ kind: 'back-into', subject: 'a long one' });
  expect(backTo(changes, 4)).toMatchObject({ kind: 'back', subject: 'a long one' });
});
