import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from './store.ts';

const challenge = { learnerId: 'ada', lessonId: 'namespaces', challengeId: 'namespaces/first' };

test('a full disk is a fault that says so, and no more once there is space', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-full-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  onTestFinished(() => {
    execFileSync('umount', [folder]);
    rmSync(folder, { recursive: true });
  });

  const store = await openStore(join(folder, 'patchbay.sqlite'), () => 1000);
  onTestFinished(() => store.close());
  const { bavail, bsize } = statfsSync(folder);
  const ballast = join(folder, 'ballast');
  writeFileSync(ballast, Buffer.alloc(bavail * bsize));

  await expect(store.recordEarned(challenge, null)).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('the disk of the server is full'),
  });

  rmSync(ballast);
  await store.recordEarned(challenge, null);
  expect(await store.effortsIn('ada', 'namespaces')).toMatchObject([{ isEarned: true }]);
});
