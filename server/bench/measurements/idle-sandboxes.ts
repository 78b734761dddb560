/** A hundred labs in which nobody does anything: processor time and memory of all that they need. */
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { installationOf, installations, processes } from '../installations.ts';
import { enterLab } from '../learner.ts';
import { startProduct } from '../product.ts';
import { fixed, type Row } from '../report.ts';

const sandboxCount = 100;
const openAtOnce = 5;
/** Until the server has forgotten the start: compiled code, garbage, neighbours that age. */
const settleMs = 20_000;
const watchMs = 20_000;
const ticksPerS = 100; // of /proc/PID/stat, on every Linux

export async function measureIdleSandboxes(): Promise<Row[]> {
  const others = await installations();
  await using product = await startProduct({
    PATCHBAY_MAX_SANDBOXES: String(sandboxCount + 1),
    PATCHBAY_WARM: '0',
  });
  using learners = new DisposableStack();
  const enter = async () => {
    const { learner } = await enterLab(product.url, 'a-namespace-of-its-own');
    learners.use(learner);
  };
  await enter(); // what the first lab loads belongs to the server, not to a sandbox
  await pause(settleMs);
  const availableBefore = await availableBytes();
  for (let open = 0; open < sandboxCount; open += openAtOnce) {
    await Promise.all(Array.from({ length: openAtOnce }, enter));
  }
  await pause(settleMs);
  const memoryBytes = (availableBefore - (await availableBytes())) / sandboxCount;

  const ours = new Set([...(await installations())].filter((name) => !others.has(name)));
  const ticksBefore = await processorTicks(product.pid, ours);
  await pause(watchMs);
  const ticks = (await processorTicks(product.pid, ours)) - ticksBefore;
  const corePercent = (ticks / ticksPerS / (watchMs / 1000)) * 100;
  return [
    {
      id: 'idle-sandboxes',
      what: '100 sandboxes idle with observers on: CPU / memory each',
      mustBe: 'under 2 % of a core in all / under 8 MB',
      measured: `${fixed(corePercent, 1)} % / ${fixed(memoryBytes / 1e6, 1)} MB`,
      isMet: corePercent < 2 && memoryBytes < 8e6,
      figures: { corePercent, memoryBytesEach: memoryBytes },
    },
  ];
}

/** User and system time of the server and of everything in its sandboxes. */
async function processorTicks(server: number, ours: ReadonlySet<string>): Promise<number> {
  let ticks = 0;
  for (const pid of await processes()) {
    if (pid !== String(server) && !ours.has((await installationOf(pid)) ?? '')) continue;
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  }
  return ticks;
}

async function availableBytes(): Promise<number> {
  const meminfo = await readFile('/proc/meminfo', 'utf8');
  return Number(/MemAvailable:\s+(\d+) kB/.exec(meminfo)?.[1] ?? Number.NaN) * 1024;
}
