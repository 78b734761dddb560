/** A long-lived process with its pipes handed to the caller. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import type { SandboxProcess } from '../handle.ts';
import { drained } from './drained.ts';
import type { PipedProcess } from './start-process.ts';

export function stream(process: PipedProcess, signal?: AbortSignal): SandboxProcess {
  const stdout = relay(process.stdout);
  const stderr = relay(process.stderr);
  process.stdin.on('error', () => process.stdin.destroy());
  const kill = () => process.kill();
  signal?.addEventListener('abort', kill, { once: true });
  if (signal?.aborted) kill();

  const ended = process.outcome.then(async (outcome) => {
    signal?.removeEventListener('abort', kill);
    await Promise.all([emptied(process.stdout, stdout), emptied(process.stderr, stderr)]);
    for (const socket of [process.stdin, process.stdout, process.stderr]) socket.destroy();
    stdout.end();
    stderr.end();
    return { exitCode: outcome.kind === 'exited' ? outcome.exitCode : null };
  });
  return { stdin: process.stdin, stdout, stderr, ended, kill };
}

/**
 * Node makes a child's own pipes flow when the child exits, and here the child is the runtime, which
 * exits at once: without this, output would be lost that nobody listens to yet.
 */
function relay(socket: Socket): PassThrough {
  const relayed = new PassThrough();
  socket.on('error', () => socket.destroy());
  socket.pipe(relayed, { end: false });
  return relayed;
}

/** A socket looks drained while its reader is slow and holds it: what is left comes when the reader goes on. */
async function emptied(socket: Socket, relayed: PassThrough): Promise<void> {
  await drained(socket);
  while (relayed.writableNeedDrain && !relayed.destroyed) {
    await Promise.race([once(relayed, 'drain'), once(relayed, 'close')]).catch(() => undefined);
    await drained(socket);
  }
}
