/** Whom the guard asks, and when; the kernel's part is told by hand. storm.kernel.test.ts has the kernel. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Traffic } from '../../topology/observe.ts';
import type { Suspect } from './end-loop.ts';
import { createStormGuard, type StormGuard } from './storm-guard.ts';

let softirq: number; // share of the one processor
let reads: number;
let guard: StormGuard;

beforeEach(() => {
  vi.useFakeTimers();
  softirq = 0;
  reads = 0;
  let spent = { softirq: 0, all: 0 };
  guard = createStormGuard({
    async readProcessorTime() {
      reads += 1;
      spent = { softirq: spent.softirq + softirq * 100, all: spent.all + 100 };
      return [spent];
    },
    nowMs: Date.now,
    log: { warn: () => undefined, error: () => undefined },
  });
});

afterEach(() => {
  guard.close();
  vi.useRealTimers();
});

/** Packets of `perMs` go over one interface, of its processes or by themselves, until it is cut. */
function lab(perMs: number, kind: 'people' | 'loop' | 'silent') {
  let [packets, atMs, cuts] = [0, Date.now(), 0];
  let isPaused = false;
  const ended: string[] = [];
  const catchUp = () => {
    const isMoving = kind === 'people' ? !isPaused : cuts === 0;
    if (isMoving) packets += perMs * (Date.now() - atMs);
    atMs = Date.now();
  };
  const suspect = {
    labId: kind,
    traffic: vi.fn(async (): Promise<Traffic | null> => {
      catchUp();
      if (kind === 'silent') return null;
      return { atMs, interfaces: [{ inode: 1, index: 2, name: 'eth0', packets, master: 0 }] };
    }),
    pause: vi.fn(async (forMs: number) => {
      catchUp();
      isPaused = true;
      await new Promise((resolve) => setTimeout(resolve, forMs));
      catchUp();
      isPaused = false;
      return true;
    }),
    cut: vi.fn(async () => {
      catchUp();
      cuts += 1;
      return true;
    }),
    end: vi.fn((reason: string) => ended.push(reason)),
  } satisfies Suspect;
  return {
    suspect,
    ended,
    joinAgain: () => {
      catchUp();
      cuts = 0;
    },
  };
}

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

test('while packets keep no processor busy, nobody is asked anything', async () => {
  const { suspect } = lab(100, 'people');
  guard.watch(suspect);
  await pass(60);
  expect(reads).toBe(60);
  expect(suspect.traffic).not.toHaveBeenCalled();
});

test('without labs nothing is looked at', async () => {
  const leave = guard.watch(lab(1, 'people').suspect);
  leave();
  await pass(60);
  expect(reads).toBe(0);
});

test('the lab whose packets go on while it stands still is cut within four seconds', async () => {
  const [quiet, sender, loop] = [lab(1, 'people'), lab(200, 'people'), lab(150, 'loop')];
  for (const { suspect } of [quiet, sender, loop]) guard.watch(suspect);
  softirq = 0.9;
  await pass(8);
  expect(loop.suspect.cut).toHaveBeenCalledOnce();
  for (const { suspect } of [quiet, sender]) expect(suspect.cut).not.toHaveBeenCalled();
  expect(quiet.suspect.pause).not.toHaveBeenCalled();
  for (const { ended } of [quiet, sender, loop]) expect(ended).toEqual([]);
});

test('who sends a lot is stopped for a moment only once in ten seconds', async () => {
  const { suspect } = lab(200, 'people');
  guard.watch(suspect);
  softirq = 0.9;
  await pass(11);
  expect(suspect.pause).toHaveBeenCalledOnce();
  expect(suspect.cut).not.toHaveBeenCalled();
});

test('who makes one loop after the other loses the lab', async () => {
  const { suspect, ended, joinAgain } = lab(150, 'loop');
  guard.watch(suspect);
  softirq = 0.9;
  for (let loops = 0; loops < 4; loops += 1) {
    joinAgain();
    await pass(8);
  }
  expect(suspect.cut).toHaveBeenCalledTimes(3);
  expect(ended[0]).toContain('stp_state 1');
});

test('who could not be stopped is asked again at once', async () => {
  const { suspect } = lab(150, 'loop');
  suspect.pause.mockResolvedValueOnce(false);
  guard.watch(suspect);
  softirq = 0.9;
  await pass(8);
  expect(suspect.pause).toHaveBeenCalledTimes(2);
  expect(suspect.cut).toHaveBeenCalledOnce();
});

test('who does not answer right after the cut keeps the lab', async () => {
  const { suspect, ended } = lab(150, 'loop');
  const count = suspect.traffic.getMockImplementation();
  suspect.traffic.mockImplementation(async () =>
    suspect.cut.mock.calls.length === 0 ? ((await count?.()) ?? null) : null,
  );
  guard.watch(suspect);
  softirq = 0.9;
  await pass(4);
  softirq = 0;
  await pass(10);
  expect(suspect.cut).toHaveBeenCalledOnce();
  expect(ended).toEqual([]);
});

test('a loop that cutting does not end ends the lab', async () => {
  const { suspect, ended } = lab(150, 'loop');
  suspect.cut.mockResolvedValue(false);
  guard.watch(suspect);
  softirq = 0.9;
  await pass(8);
  expect(ended[0]).toContain('stp_state 1');
});

test('who does not answer is ended when nobody else can be to blame', async () => {
  const silent = lab(0, 'silent');
  guard.watch(silent.suspect);
  softirq = 0.9;
  await pass(5);
  expect(silent.ended).toEqual([]);
  await pass(10);
  expect(silent.ended[0]).toContain('stp_state 1');
});

test('who answers now and then on a busy machine keeps the lab', async () => {
  const { suspect, ended } = lab(1, 'people');
  const count = suspect.traffic.getMockImplementation();
  let looks = 0;
  suspect.traffic.mockImplementation(async () => {
    looks += 1;
    return looks % 5 === 0 ? ((await count?.()) ?? null) : null;
  });
  guard.watch(suspect);
  softirq = 0.9;
  await pass(60);
  expect(looks).toBeGreaterThan(50);
  expect(ended).toEqual([]);
});
