/** Which interfaces are busy, from two counts of their packets. */
import type { CountedInterface, Traffic } from '../../topology/observe.ts';

export type BusyInterface = Omit<CountedInterface, 'packets'> & {
  readonly packetsPerSecond: number;
};

/** Busiest first; only those that were there both times and have received anything. */
export function packetRates(before: Traffic, after: Traffic): BusyInterface[] {
  const seconds = (after.atMs - before.atMs) / 1000;
  if (seconds <= 0) return [];
  const counted = new Map(before.interfaces.map((one) => [keyOf(one), one.packets]));
  return after.interfaces
    .flatMap(({ packets, ...one }) => {
      const earlier = counted.get(keyOf(one));
      const more = earlier === undefined ? 0 : packets - earlier;
      return more > 0 ? [{ ...one, packetsPerSecond: more / seconds }] : [];
    })
    .sort((a, b) => b.packetsPerSecond - a.packetsPerSecond);
}

export function topRate(rates: readonly BusyInterface[]): number {
  return rates[0]?.packetsPerSecond ?? 0;
}

/** Those that belong to the same loop have about the same rate. */
const sameLoopShare = 0.3;

/**
 * Where to cut a loop: the newest of its bridge ports, as it was whole before that one came; in a loop
 * without bridges the newest interface.
 */
export function whereToCut(rates: readonly BusyInterface[]): BusyInterface | null {
  const inLoop = rates.filter((one) => one.packetsPerSecond >= sameLoopShare * topRate(rates));
  const ports = inLoop.filter(({ master }) => master !== 0);
  const choice = ports.length > 0 ? ports : inLoop;
  const [newest = null] = choice.toSorted((a, b) => b.index - a.index);
  return newest;
}

const keyOf = ({ inode, index }: Pick<CountedInterface, 'inode' | 'index'>) => `${inode}/${index}`;
