/**
 * A pseudo-terminal with its master here and its slave handed straight to the program in the sandbox:
 * no process copies bytes in between.
 */
import { closeSync, constants, openSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { native } from 'node-pty';
import type { Pty, PtyExit, PtyOptions } from '../handle.ts';
import { drained } from './drained.ts';
import { openPtyInput } from './pty-input.ts';
import type { StartedProcess } from './start-process.ts';

/**
 * A third of what the kernel holds of a terminal's output at once. While a part is read the next one
 * moves up, and libuv reads on after a full buffer: in a flood there is seldom a need to wait.
 */
const readBytes = 1365;

/** `start` gets the descriptor of the slave, which it must have handed on when it returns. */
export function openPty(options: PtyOptions, start: (slave: number) => StartedProcess): Pty {
  const pair = native.open(cells(options.columns), cells(options.rows));
  // node-pty's own slave is non-blocking, which a program on it would not expect.
  const slave = openSync(pair.pty, constants.O_RDWR | constants.O_NOCTTY);
  closeSync(pair.slave);
  // One buffer for all reads: a flood into buffers of its own keeps the garbage collector busy.
  const buffer = Buffer.alloc(readBytes);
  let listener: (data: Buffer) => void = () => undefined;
  let isPaused = false;
  const callback = (length: number) => {
    listener(buffer.subarray(0, length));
    return !isPaused; // a resume that is taken back at once has started the reading all the same
  };
  const master = new ReadStream(pair.master, { onread: { buffer, callback } });
  const input = openPtyInput(pair.master);
  const closed = Promise.withResolvers<void>();
  const close = () => {
    input.close(); // before the descriptor may be somebody else's
    master.destroy();
  };
  master.on('error', close); // EIO: the last slave is closed
  master.on('end', close);
  master.on('close', closed.resolve);

  const resume = () => {
    isPaused = false;
    master.resume();
  };

  const started = start(slave);
  closeSync(slave);

  const exit = started.outcome.then(async (outcome): Promise<PtyExit> => {
    await flowing(master);
    await drained(master);
    close();
    await closed.promise;
    return { exitCode: outcome.kind === 'exited' ? outcome.exitCode : null, signal: null };
  });

  return {
    onData(next) {
      listener = next;
      master.resume();
    },
    onExit: (listener) => void exit.then(listener),
    write: (data) => input.write(typeof data === 'string' ? Buffer.from(data) : data),
    resize(columns, rows) {
      if (!master.destroyed) native.resize(pair.master, cells(columns), cells(rows));
    },
    pause() {
      isPaused = true;
      master.pause();
    },
    resume,
    kill() {
      started.kill();
      resume(); // whoever kills it may have paused it, and then will not read the rest
    },
  };
}

/** The kernel keeps 16 bits of each size, and a program takes 0 for "unknown". */
function cells(count: number): number {
  return Math.min(Math.max(Math.trunc(count) || 1, 1), 65_535);
}

async function flowing(master: ReadStream): Promise<void> {
  while (!master.readableFlowing && !master.destroyed) {
    await new Promise<void>((resolve) => {
      master.once('resume', resolve);
      master.once('close', resolve);
    });
  }
}
