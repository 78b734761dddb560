/** How busy the processors are with packets, from /proc/stat. */

/** Of each processor: ticks spent so far, on packets and such (softirq) and in all. */
export type ProcessorTime = readonly { readonly softirq: number; readonly all: number }[];

const softirqColumn = 6;
/** What comes behind it, the time of guests, is counted in `user` already. */
const countedColumns = 8;

export function parseProcessorTime(stat: string): ProcessorTime {
  return stat.split('\n').flatMap((line) => {
    if (!/^cpu\d/.test(line)) return [];
    const ticks = line
      .split(/ +/)
      .slice(1, 1 + countedColumns)
      .map(Number);
    return [{ softirq: ticks[softirqColumn] ?? 0, all: ticks.reduce((sum, one) => sum + one, 0) }];
  });
}

/**
 * The share of the processor that packets keep busiest, 0 to 1. Packets that go round stay on the
 * processor on which they began: on a machine with many, the share of all says nothing.
 */
export function busiestShare(before: ProcessorTime, after: ProcessorTime): number {
  const shares = after.map((now, index) => {
    const then = before[index];
    if (then === undefined || now.all <= then.all) return 0;
    return (now.softirq - then.softirq) / (now.all - then.all);
  });
  return Math.max(0, ...shares);
}
