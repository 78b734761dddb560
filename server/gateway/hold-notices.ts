import type { Viewer } from '../lab/lab.ts';

export type HeldViewer = {
  readonly viewer: Viewer;
  /** What is told from now on waits. */
  hold(): void;
  /** Once for each `hold`: after the last one all that has waited is told, in its order. */
  release(): void;
};

/**
 * An answer with the state of a lab must not be overtaken by what happens next in that lab: a client
 * would apply the change first, and then replace it with the older state.
 */
export function holdNotices(viewer: Viewer): HeldViewer {
  let waiting: (() => void)[] = [];
  let holds = 0;
  return {
    viewer: (name, notice) => {
      if (holds === 0) viewer(name, notice);
      else waiting.push(() => viewer(name, notice));
    },
    hold() {
      holds += 1;
    },
    release() {
      holds = Math.max(0, holds - 1);
      if (holds > 0) return;
      const told = waiting;
      waiting = [];
      for (const tell of told) tell();
    },
  };
}
