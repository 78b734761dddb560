/** A server of its own process, which is ready when it says so and is gone when the bench is. */
import { execa } from 'execa';
import { endWithBench } from './endings.ts';

export type ServerProcess = AsyncDisposable & { readonly pid: number };

/** Rejects, with what it printed, when it ends or is silent for too long instead of getting ready. */
export async function startProcess(options: {
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly readyWhen: RegExp;
  readonly timeoutMs?: number;
}): Promise<ServerProcess> {
  const [file, ...args] = options.argv;
  const child = execa(file, args, {
    env: options.env,
    all: true,
    buffer: false,
    reject: false,
    // A terminal's Ctrl-C reaches the bench's group: the server is told once, by the bench.
    detached: true,
    forceKillAfterDelay: 20_000,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${file} could not be started.`);

  const stop = endWithBench(async () => {
    child.kill('SIGTERM');
    await child;
  });
  let printed = '';
  const ready = Promise.withResolvers<void>();
  child.all.on('data', (data: Buffer) => {
    printed = (printed + data.toString()).slice(-8192);
    if (options.readyWhen.test(printed)) ready.resolve();
  });
  const failed = (why: string) => ready.reject(new Error(`${file} ${why}:\n${printed}`));
  const timer = setTimeout(() => failed('did not get ready'), options.timeoutMs ?? 60_000);
  void child.then(() => failed('ended'));
  try {
    await ready.promise;
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
  return { pid, [Symbol.asyncDispose]: stop };
}
