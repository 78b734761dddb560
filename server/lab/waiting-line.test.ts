import { expect, test } from 'vitest';
import { fakeSandboxes } from './fake-sandboxes.fixture.ts';
import { createWaitingLine } from './waiting-line.ts';

function joinLine(line: ReturnType<typeof createWaitingLine>, isFirst = false) {
  const abort = new AbortController();
  const positions: number[] = [];
  const granted = line.acquire({
    world: 'one-host',
    isFirst,
    signal: abort.signal,
    onPosition: (position) => positions.push(position),
  });
  granted.catch(() => undefined);
  return { granted, positions, leave: () => abort.abort(new Error('left')) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('who comes while there is room is told no position', async () => {
  const line = createWaitingLine(fakeSandboxes(2));
  const [first, second] = [joinLine(line), joinLine(line)];
  expect((await first.granted).id).toBe('1');
  expect((await second.granted).id).toBe('2');
  expect([...first.positions, ...second.positions]).toEqual([]);
});

test('those who wait move up, and are served in the order in which they came', async () => {
  const line = createWaitingLine(fakeSandboxes(1));
  const served = await joinLine(line).granted;
  const waiting = [joinLine(line), joinLine(line), joinLine(line)];
  await settled();
  expect(waiting.map(({ positions }) => positions)).toEqual([[1], [2], [3]]);

  await served.end('');
  const next = await waiting[0]?.granted;
  await settled();
  expect(waiting.map(({ positions }) => positions)).toEqual([[1], [2, 1], [3, 2]]);
  await next?.end('');
  await waiting[1]?.granted;
});

test('who leaves the line lets the others move up', async () => {
  const line = createWaitingLine(fakeSandboxes(0));
  const [first, second] = [joinLine(line), joinLine(line)];
  await settled();
  first.leave();
  await expect(first.granted).rejects.toThrow('left');
  expect(second.positions).toEqual([2, 1]);
});

test('a lab that is being reset stands before those who wait', async () => {
  const line = createWaitingLine(fakeSandboxes(1));
  const old = await joinLine(line).granted;
  const waiting = joinLine(line);
  await settled();
  const reset = joinLine(line, true);
  await settled();
  expect(waiting.positions).toEqual([1, 2]);
  await old.end('');
  await reset.granted;
  expect(waiting.positions).toEqual([1, 2, 1]);
});

test('a sandbox that could not be made is the fault of its lab alone', async () => {
  const line = createWaitingLine(fakeSandboxes(1));
  const broken = line.acquire({
    world: 'broken',
    isFirst: false,
    signal: new AbortController().signal,
    onPosition: () => undefined,
  });
  const other = joinLine(line);
  await expect(broken).rejects.toMatchObject({ code: 'sandbox-failed' });
  await other.granted;
});
