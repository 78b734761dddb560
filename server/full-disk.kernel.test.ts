/** The disk of the data folder is full, and then it is not. */
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLab } from './lab-client.fixture.ts';
import { type ServerProcess, startServer, temporaryFolder } from './server.fixture.ts';

const data = temporaryFolder();
let server: ServerProcess;

beforeEach(() => {
  // A server does not start with less than 200 MB.
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=220m', 'patchbay-test', data.path]);
  server = startServer({ PATCHBAY_DATA: data.path, PATCHBAY_WARM: '0' });
});
afterEach(async () => {
  server.kill('SIGTERM');
  await server.ended;
  execFileSync('umount', [data.path]);
  await data.remove();
});

test('labs start and go on; what is earned is not saved, is told so, and is once there is room', async () => {
  const url = await server.url;
  const filler = join(data.path, 'filler');
  fill(filler);

  const lab = await openLab(url);
  await lab.run('ip netns add netns0');
  expect(await lab.client.told('challenge:earned')).toMatchObject({ isSaved: false });
  const progress = await fetch(`${url}/api/progress`, { headers: { cookie: lab.client.cookie } });
  expect(await progress.json()).toMatchObject({ earned: [] });

  rmSync(filler);
  await lab.run('ip -n netns0 link set lo up');
  expect(await lab.client.told('challenge:earned')).toMatchObject({ isSaved: true });
  await lab.leave();
});

/** Until the last byte. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  const piece = Buffer.alloc(4096);
  try {
    for (;;) writeSync(file, piece);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    closeSync(file);
  }
}
