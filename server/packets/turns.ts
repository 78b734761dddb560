/**
 * Who works first, where many want to at once: one queue for all labs of the server, in which a lab
 * stands at most once for each trace. What waits meanwhile is told in one go, so that the work shrinks
 * where there is most of it.
 */

export type Turns = {
  /** Resolves when it is one's turn, with what ends it. */
  take(): Promise<() => void>;
};

/** A sandbox that does not answer must not keep the others waiting: its work goes on beside the queue. */
const longestMs = 300;

/** `places`: how many work at the same time. */
export function createTurns(places: number): Turns {
  const waiting: (() => void)[] = [];
  let free = places;

  function begin(): () => void {
    let isOver = false;
    const end = () => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      // The place goes straight to the next one, so that nobody can slip in between.
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    };
    const timer = setTimeout(end, longestMs);
    return end;
  }

  return {
    async take() {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      return begin();
    },
  };
}
