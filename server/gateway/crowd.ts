/**
 * How many labs each address may have. A learner is whoever keeps a cookie: a client that throws
 * every cookie away would otherwise take all sandboxes.
 */
import { Fault } from '../fault.ts';
import type { Labs } from '../lab/labs.ts';

export type Crowd = {
  /**
   * Does what brings a learner to a lab. One who has a lab already always may, and loses an older one
   * where the address has no room for both. Throws `lab-full`.
   */
  enter<T>(learnerId: string, address: string | null, use: () => Promise<T>): Promise<T>;
};

export function createCrowd(labs: Pick<Labs, 'runningOf' | 'endOldest'>, limit: number): Crowd {
  const learnersAt = new Map<string, Set<string>>();
  /** Those whose lab may not be there yet. */
  const entering = new Map<string, number>();

  function labsOf(learnerId: string): number {
    return Math.max(labs.runningOf(learnerId), entering.has(learnerId) ? 1 : 0);
  }

  function othersAt(address: string, learnerId: string): number {
    let count = 0;
    const learners = learnersAt.get(address) ?? new Set();
    for (const other of learners) {
      const running = labsOf(other);
      if (running === 0) learners.delete(other);
      else if (other !== learnerId) count += running;
    }
    if (learners.size === 0) learnersAt.delete(address);
    return count;
  }

  function forgetEmpty() {
    for (const address of [...learnersAt.keys()]) othersAt(address, '');
  }

  return {
    async enter(learnerId, address, use) {
      if (address === null) return use();
      forgetEmpty();
      const room = limit - othersAt(address, learnerId);
      if (room < 1 && labsOf(learnerId) === 0) {
        throw new Fault(
          'lab-full',
          `From your network ${limit} labs are open, and no more are allowed at a time. ` +
            'Wait until one of them has ended.',
        );
      }
      const keptLabs = Math.max(1, room);
      learnersAt.set(address, (learnersAt.get(address) ?? new Set()).add(learnerId));
      entering.set(learnerId, (entering.get(learnerId) ?? 0) + 1);
      try {
        const used = use();
        labs.endOldest(learnerId, keptLabs);
        return await used;
      } finally {
        const left = (entering.get(learnerId) ?? 1) - 1;
        if (left > 0) entering.set(learnerId, left);
        else entering.delete(learnerId);
        labs.endOldest(learnerId, keptLabs);
      }
    },
  };
}
