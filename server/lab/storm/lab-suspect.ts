/** A lab as the guard against loops knows it; what is done to it stands in its timeline. */
import { setTimeout } from 'node:timers/promises';
import type { Cause } from '../../protocol/topology.ts';
import type { SandboxHandle } from '../../sandbox/handle.ts';
import type { Observer } from '../../topology/observe.ts';
import type { Viewer } from '../lab.ts';
import type { Suspect } from './end-loop.ts';
import type { BusyInterface } from './packet-rates.ts';

export type LabSuspectParts = {
  readonly labId: string;
  readonly handle: Pick<SandboxHandle, 'pause' | 'end'>;
  readonly observer: Pick<
    Observer,
    'topology' | 'traffic' | 'cut' | 'settle' | 'commandStarted' | 'commandEnded'
  >;
  readonly tell: Viewer;
};

/** Apart from the numbers of undos, which are no commands of a terminal either. */
const firstCommandId = 1_000_000;
const longestSettleMs = 500;

export function labSuspect({ labId, handle, observer, tell }: LabSuspectParts): Suspect {
  let commandId = firstCommandId;

  async function cut(where: BusyInterface): Promise<boolean> {
    commandId += 1;
    const text = `loop guard: ip link set ${where.name} down`;
    const cause: Cause = { terminalId: null, commandId, text };
    observer.commandStarted(cause);
    try {
      if (!(await observer.cut(where.inode, where.index))) return false;
      tell('lab:message', { text: wordsFor(where) });
      // The change belongs to this, whatever the learner runs. It may not come while others go round.
      await Promise.race([observer.settle().catch(() => undefined), setTimeout(longestSettleMs)]);
      return true;
    } finally {
      observer.commandEnded(cause);
    }
  }

  function wordsFor({ inode, name, master }: BusyInterface): string {
    const objects = observer.topology()?.objects ?? [];
    const namespace = objects.find(({ key }) => key === `ns:${inode}`);
    const bridge = objects.find(({ key }) => key === `if:${inode}/${master}`);
    const where =
      namespace?.kind === 'namespace' ? ` in ${namespace.name ?? namespace.machine}` : '';
    const happened = `Packets went round without end, so ${name}${where} was set down.`;
    if (bridge?.kind !== 'interface') return happened;
    return (
      `${happened} Bridges that are joined twice make a loop. Remove one cable, or turn STP on and set ` +
      `${name} up again: ip link set ${bridge.name} type bridge stp_state 1`
    );
  }

  return {
    labId,
    traffic: observer.traffic,
    pause: handle.pause,
    cut,
    end: (reason) => void handle.end(reason),
  };
}
