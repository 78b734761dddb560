/** Gives the places of labs that nobody looks at to those who wait. */
import type { Lab } from './lab.ts';

export type MakeRoom = {
  /** Somebody began to wait. */
  wanted(): void;
  /** May be called twice. */
  close(): void;
};

/** A reload, a tunnel or a short sleep of the laptop costs nobody the lab. */
export const unwatchedMs = 5 * 60_000;

/** Pages come and go without telling this part: while somebody waits, it looks so often. */
const lookEveryMs = 10_000;

const reason =
  'Others were waiting, and no page had shown this lab for five minutes. Reset it to go on.';

export function createMakeRoom(parts: {
  readonly labs: () => Iterable<Pick<Lab, 'state' | 'unwatchedSinceMs' | 'end'>>;
  /** How many wait. */
  readonly waiting: () => number;
  readonly nowMs: () => number;
}): MakeRoom {
  const { labs, waiting, nowMs } = parts;
  let timer: NodeJS.Timeout | undefined;
  let ending = 0; // labs whose places are about to be free

  async function end(lab: Pick<Lab, 'end'>) {
    ending += 1;
    await lab.end(reason).catch(() => undefined); // it logs its own faults
    ending -= 1;
  }

  function look() {
    timer = undefined;
    if (waiting() === 0) return;
    const left = [...labs()]
      .filter((lab) => lab.state().kind === 'ready')
      .flatMap((lab) => {
        const sinceMs = lab.unwatchedSinceMs();
        return sinceMs === null || nowMs() - sinceMs < unwatchedMs ? [] : [{ lab, sinceMs }];
      })
      .sort((a, b) => a.sinceMs - b.sinceMs);
    for (const { lab } of left.slice(0, Math.max(0, waiting() - ending))) void end(lab);
    timer = setTimeout(look, lookEveryMs).unref();
  }

  return {
    wanted() {
      if (timer === undefined) look();
    },
    close: () => clearTimeout(timer),
  };
}
