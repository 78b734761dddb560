import { expect, test, vi } from 'vitest';
import type { SandboxHandle, SandboxState } from './handle.ts';
import { createPool, type PoolParts } from './pool.ts';

/** A warm one is made some time after the last was taken. */
const soon = { timeout: 5_000 };

function fakeSandbox(world: string, slot: number): SandboxHandle {
  let state: SandboxState = { kind: 'ready', sinceMs: 0 };
  const listeners = new Set<(state: SandboxState) => void>();
  const unused = () => {
    throw new Error('A pool starts nothing.');
  };
  return {
    id: `${world}-${slot}`,
    world,
    machines: [],
    state: () => state,
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    run: unused,
    openPty: unused,
    stream: unused,
    pause: async () => false,
    async end(reason) {
      if (state.kind === 'ended') return;
      state = { kind: 'ended', reason };
      for (const listener of listeners) listener(state);
    },
  };
}

function openPool(settings: Partial<PoolParts>) {
  const made: string[] = [];
  const pool = createPool({
    maxSandboxes: 2,
    warm: 0,
    log: { info: vi.fn(), warn: vi.fn(), error: vi.fn() },
    async make(world, slot) {
      made.push(world);
      return fakeSandbox(world, slot);
    },
    ...settings,
  });
  return { pool, made };
}

test('the cap holds, and a freed place is announced and taken', async () => {
  const { pool } = openPool({});
  const first = await pool.acquire('a');
  await pool.acquire('a');
  await expect(pool.acquire('a')).rejects.toMatchObject({ code: 'lab-full' });
  const onFree = vi.fn();
  pool.onFree(onFree);
  await first.end('Done.');
  expect(onFree).toHaveBeenCalledOnce();
  expect(pool.capacity()).toEqual({ max: 2, inUse: 1, warm: 0 });
  expect((await pool.acquire('a')).id).toBe(first.id);
});

test('a warm sandbox is made after the first was asked for, and handed out at once', async () => {
  const { pool, made } = openPool({ warm: 1 });
  await pool.acquire('a');
  await expect.poll(() => pool.capacity(), soon).toEqual({ max: 2, inUse: 1, warm: 1 });
  await pool.acquire('a');
  expect(made).toEqual(['a', 'a']);
  expect(pool.capacity()).toEqual({ max: 2, inUse: 2, warm: 0 });
  await pool.close();
});

test('each sandbox that stands ready is told of, to late listeners too, and no other', async () => {
  const { pool } = openPool({ warm: 1 });
  const [early, late] = [vi.fn(), vi.fn()];
  pool.onWarm(early);
  const first = await pool.acquire('a');
  await expect.poll(() => pool.capacity().warm, soon).toBe(1);
  pool.onWarm(late)();
  const second = await pool.acquire('a');
  expect(early.mock.calls).toEqual([[second]]);
  expect(late.mock.calls).toEqual([[second]]);
  expect(second).not.toBe(first);
  await pool.close();
});

test('a warm sandbox of another world gives way', async () => {
  const { pool } = openPool({ warm: 1 });
  await pool.acquire('a');
  await expect.poll(() => pool.capacity().warm, soon).toBe(1);
  expect((await pool.acquire('b')).world).toBe('b');
  expect(pool.capacity()).toEqual({ max: 2, inUse: 2, warm: 0 });
  await pool.close();
});

test('a warm sandbox that dies is not handed out', async () => {
  const sandboxes: SandboxHandle[] = [];
  const { pool } = openPool({
    warm: 1,
    async make(world, slot) {
      const sandbox = fakeSandbox(world, slot);
      sandboxes.push(sandbox);
      return sandbox;
    },
  });
  const first = await pool.acquire('a');
  await expect.poll(() => pool.capacity().warm, soon).toBe(1);
  await first.end('Done.');
  await sandboxes[1]?.end('Died.');
  await expect.poll(() => pool.capacity().inUse, soon).toBe(0);
  expect((await pool.acquire('a')).state().kind).toBe('ready');
  await pool.close();
});

test('a failed making gives its place back', async () => {
  const { pool } = openPool({
    maxSandboxes: 1,
    make: vi.fn<PoolParts['make']>().mockRejectedValue(new Error('no')),
  });
  await expect(pool.acquire('a')).rejects.toThrow('no');
  await expect(pool.acquire('a')).rejects.toThrow('no');
});

test('a caller who has gone meanwhile gets nothing, and the place is free again', async () => {
  const controller = new AbortController();
  const { pool } = openPool({
    async make(world, slot) {
      controller.abort(new Error('gone'));
      return fakeSandbox(world, slot);
    },
  });
  await expect(pool.acquire('a', controller.signal)).rejects.toThrow('gone');
  expect(pool.capacity().inUse).toBe(0);
});

test('closing ends everything, those in the making too, and twice is fine', async () => {
  const making = Promise.withResolvers<SandboxHandle>();
  const { pool } = openPool({ make: () => making.promise });
  const acquiring = pool.acquire('a');
  const closing = pool.close();
  const late = fakeSandbox('a', 0);
  making.resolve(late);
  await expect(acquiring).rejects.toMatchObject({ code: 'unavailable' });
  await closing;
  await pool.close();
  expect(late.state().kind).toBe('ended');
  await expect(pool.acquire('a')).rejects.toMatchObject({ code: 'unavailable' });
});
