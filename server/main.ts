/**
 * Reads the settings, builds the parts, listens, and closes them in reverse order. The only place
 * that reads the environment or ends the process.
 */
import { access } from 'node:fs/promises';
import { createServer } from 'node:http';
import { availableParallelism, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import pino, { type Logger } from 'pino';
import { type Closing, createClosing } from './closing.ts';
import { type Config, readConfig } from './config.ts';
import { loadCourse } from './curriculum/load-course.ts';
import { watchCourse } from './curriculum/watch-course.ts';
import { Fault } from './fault.ts';
import { createGateway } from './gateway/gateway.ts';
import { isLoopbackName } from './gateway/origin.ts';
import { keptSecret } from './gateway/secret.ts';
import { createLabs } from './lab/labs.ts';
import { listen } from './listen.ts';
import { packetwatchTool } from './packets/capture/capture.ts';
import { openPages } from './pages.ts';
import { defaultLimits } from './sandbox/config.ts';
import { preflight } from './sandbox/preflight.ts';
import { createSandboxes } from './sandbox/sandboxes.ts';
import { openStore } from './store/store.ts';
import { netwatchTool } from './topology/observe.ts';

const projectFolder = fileURLToPath(new URL('..', import.meta.url));
/** Longer than every lab needs to end; shorter than the patience of a service manager. */
const closeLimitMs = 20_000;
/** A service manager signals the whole group, whose first process passes it on: that is one signal. */
const echoMs = 1_000;

process.env.NEXT_TELEMETRY_DISABLED ??= '1';
// `node --watch` has every child report what it imports; Next takes that for answers of its workers.
delete process.env.WATCH_REPORT_DEPENDENCIES;
const isDev = process.argv.includes('--dev');
const read = readConfig(process.env, { memoryBytes: totalmem(), cores: availableParallelism() });
if (read.ok) await main(read.config);
else {
  for (const problem of read.problems) console.error(problem);
  process.exitCode = 2;
}

async function main(config: Config): Promise<void> {
  const log = pino({ level: config.logLevel }, pino.destination(2));
  const closing = createClosing((name, error) =>
    log.error({ err: error }, `closing ${name} failed`),
  );
  const stop = async (exitCode: number) => {
    setTimeout(() => process.exit(1), closeLimitMs);
    await closing.close();
    process.exit(exitCode);
  };

  let stoppedAtMs: number | null = null;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // What is left is swept at the next start.
      if (stoppedAtMs !== null && performance.now() - stoppedAtMs > echoMs) process.exit(1);
      stoppedAtMs ??= performance.now();
      void stop(0);
    });
  }
  // A mistake in one lab must not end those of the others.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'uncaught exception');
    void stop(1);
  });

  try {
    await start(config, closing, log);
  } catch (error) {
    if (!(error instanceof Fault)) log.error({ err: error }, 'the server could not start');
    console.error(error instanceof Error ? error.message : String(error));
    await stop(1);
  }
}

async function start(config: Config, closing: Closing, log: Logger): Promise<void> {
  const lessonsFolder = resolve(config.lessonsFolder);
  const dataFolder = resolve(config.dataFolder);
  // The pages read the same folder, in a bundle of their own.
  process.env.PATCHBAY_LESSONS = lessonsFolder;
  await checkMachine(dataFolder);
  await checkAgents();

  const store = await openStore(join(dataFolder, 'patchbay.sqlite'), Date.now);
  await closing.add('the store', store.close);

  const sandboxes = await createSandboxes({
    dataDir: dataFolder,
    worldsDir: join(lessonsFolder, 'worlds'),
    runtime: config.ociRuntime,
    maxSandboxes: config.maxSandboxes,
    warm: config.warmSandboxes,
    limits: defaultLimits,
    log,
    tools: [netwatchTool, packetwatchTool],
    shellRcPath: join(projectFolder, 'server/terminal/shell-rc.sh'),
  });
  await closing.add('the sandboxes', sandboxes.close);

  const { host, port } = config;
  const pages = await openPages({ projectFolder, isDev, host, port });
  await closing.add('the pages', pages.close);

  const course = await loadCourse(lessonsFolder);
  const lessons = course.course.modules.flatMap((module) => module.lessons);
  for (const world of new Set(lessons.map((lesson) => lesson.world))) sandboxes.keepWarm(world);

  const labs = createLabs({
    course,
    sandboxes,
    store,
    idleMs: config.idleMs,
    nowMs: Date.now,
    log,
  });
  await closing.add('the labs', labs.close);

  const httpServer = createServer();
  const gateway = createGateway({
    httpServer,
    labs,
    store,
    secret: config.secret ?? (await keptSecret(dataFolder)),
    originPolicy: { origins: config.origins, isLoopback: isLoopbackName(host) },
    addressPolicy: { labsEach: config.labsPerAddress, isBehindProxy: config.isBehindProxy },
    pages,
    isDev,
    nowMs: Date.now,
    log,
  });
  await closing.add('the gateway', () => gateway.close('The server is shutting down.'));

  if (isDev || config.isAuthoring) {
    const watching = await watchCourse(lessonsFolder, (change) => {
      labs.updateCourse(change);
      for (const lessonId of change.lessonIds)
        gateway.tellEverybody('lesson:updated', { lessonId });
    });
    await closing.add('the lessons', watching.close);
  }

  console.log(`Patchbay is ready: ${await listen(httpServer, { host, port })}`);
}

async function checkMachine(dataFolder: string): Promise<void> {
  const results = await preflight(dataFolder);
  const missing = results.flatMap((result) =>
    result.ok ? [] : [`${result.problem}\n  What to do: ${result.remedy}`],
  );
  if (missing.length > 0) throw new Fault('unavailable', missing.join('\n'));
}

/** The programs that run inside of sandboxes are compiled by the set-up. */
async function checkAgents(): Promise<void> {
  const programs = [
    join(netwatchTool.hostPath, 'netwatch'),
    join(packetwatchTool.hostPath, 'packetwatch'),
  ];
  await Promise.all(programs.map((path) => access(path))).catch((cause: unknown) => {
    throw new Fault(
      'unavailable',
      'The observers of the network are not built. Start with `npm start`, which builds them.',
      { cause },
    );
  });
}
