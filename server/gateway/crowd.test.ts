import { expect, test } from 'vitest';
import { createCrowd } from './crowd.ts';

const home = '203.0.113.7';

/** Labs that only count. */
function crowdOf(limit: number) {
  const running = new Map<string, number>();
  const crowd = createCrowd(
    {
      runningOf: (learner) => running.get(learner) ?? 0,
      endOldest(learner, kept) {
        running.set(learner, Math.min(kept, running.get(learner) ?? 0));
      },
    },
    limit,
  );
  const open = (learner: string, address: string | null = home) =>
    crowd.enter(learner, address, async () => {
      await null; // the lab is there a while later
      running.set(learner, (running.get(learner) ?? 0) + 1);
    });
  const total = () => [...running.values()].reduce((sum, each) => sum + each, 0);
  return { crowd, running, open, total };
}

test('a client that is somebody new each time gets no more than its share, all at once or not', async () => {
  const { open, total } = crowdOf(3);
  const first = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map((one) => open(one)));
  expect(first.map(({ status }) => status === 'fulfilled')).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  await expect(open('f')).rejects.toMatchObject({ code: 'lab-full' });
  expect(total()).toBe(3);
});

test('another address, and this machine itself, are not concerned', async () => {
  const { open, total } = crowdOf(1);
  await open('a');
  await open('b', '198.51.100.1');
  for (const learner of 'cdefg') await open(learner, null);
  expect(total()).toBe(7);
});

test('where a lab has ended there is room again, also after one that could not be opened', async () => {
  const { crowd, running, open } = crowdOf(1);
  const failed = crowd.enter('a', home, async () => Promise.reject(new Error('no such lesson')));
  await expect(failed).rejects.toThrow('no such lesson');
  await open('b');
  await expect(open('c')).rejects.toMatchObject({ code: 'lab-full' });
  running.delete('b');
  await open('c');
});

test('who has a lab goes on to the next lesson, for the older one where there is no room', async () => {
  const { running, open, total } = crowdOf(3);
  await open('a');
  await open('a');
  await open('b');
  await open('b');
  expect([running.get('a'), running.get('b'), total()]).toEqual([2, 1, 3]);
});
