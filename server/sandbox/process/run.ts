/** Runs a command to its end, within its limits of time and output. */
import type { Socket } from 'node:net';
import type { RunOptions, RunResult } from '../handle.ts';
import { drained } from './drained.ts';
import type { Outcome, PipedProcess } from './start-process.ts';

/** Rejects only with the reason of `options.signal`. */
export async function run(process: PipedProcess, options: RunOptions): Promise<RunResult> {
  const stop = Promise.withResolvers<'timed-out' | 'output-too-large' | 'aborted'>();
  const stdout = collect(process.stdout, options.outputLimitBytes, () =>
    stop.resolve('output-too-large'),
  );
  const stderr = collect(process.stderr, options.outputLimitBytes, () =>
    stop.resolve('output-too-large'),
  );
  const timer = setTimeout(() => stop.resolve('timed-out'), options.timeoutMs);
  const abort = () => stop.resolve('aborted');
  options.signal?.addEventListener('abort', abort);
  if (options.signal?.aborted) abort();
  // A command that ends without having read its input is no fault.
  process.stdin.on('error', () => process.stdin.destroy());
  process.stdin.end(options.stdin ?? '');

  try {
    const end = await Promise.race([process.outcome, stop.promise]);
    if (typeof end === 'string') process.kill();
    else await Promise.all([drained(process.stdout), drained(process.stderr)]);
    const output = { stdout: stdout(), stderr: stderr() };
    if (end === 'aborted') throw options.signal?.reason;
    if (typeof end === 'string') return { kind: end, ...output };
    return resultOf(end, output);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', abort);
    for (const socket of [process.stdin, process.stdout, process.stderr]) socket.destroy();
  }
}

function resultOf(outcome: Outcome, output: { stdout: string; stderr: string }): RunResult {
  switch (outcome.kind) {
    case 'exited':
      return { kind: 'exited', exitCode: outcome.exitCode, ...output };
    case 'killed':
      return { kind: 'exited', exitCode: exitCodeOfKilled, ...output };
    case 'not-started':
      return { kind: 'could-not-run', reason: output.stderr.trim() || 'The sandbox is gone.' };
  }
}

/** As a shell reports a process that signal 9 has ended. */
const exitCodeOfKilled = 137;

function collect(socket: Socket, limitBytes: number, onTooLarge: () => void): () => string {
  const chunks: Buffer[] = [];
  let room = limitBytes;
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk.subarray(0, room));
    if (chunk.length > room) onTooLarge();
    room = Math.max(0, room - chunk.length);
  });
  return () => Buffer.concat(chunks).toString('utf8');
}
