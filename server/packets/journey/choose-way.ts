/** Of the copies of one packet: which is the story, and where the others part from it. */
import type { Ending } from './ending.ts';
import type { Step } from './step.ts';

export type Way = {
  readonly steps: readonly Step[];
  readonly ending: Ending;
  readonly branches: readonly {
    readonly after: number; // index in `steps`
    readonly steps: readonly Step[];
    readonly ending: Ending;
  }[];
};

const weights = { taken: 3, stopped: 2, unclear: 1, ignored: 0 } as const;

export function chooseWay(root: Step, judge: (end: Step) => Ending): Way {
  const ends = endsOf(root).map((end) => ({ steps: pathTo(end), ending: judge(end) }));
  const [first, ...rest] = ends.toSorted(
    (a, b) =>
      weights[b.ending.weight] - weights[a.ending.weight] || b.steps.length - a.steps.length,
  );
  if (first === undefined) throw new Error('Every packet has an end.');
  const told = new Set(first.steps);
  const branches = rest.map(({ steps, ending }) => {
    const own = steps.filter((step) => !told.has(step));
    for (const step of own) told.add(step);
    const [head] = own;
    // A branch of a branch is told from where the main way is left.
    const parting = steps.findLastIndex((step) => first.steps.includes(step));
    return { after: head === undefined ? 0 : parting, steps: own, ending };
  });
  return {
    ...first,
    branches: branches
      .filter(({ steps }) => steps.length > 0)
      .sort((a, b) => (a.steps[0]?.sighting.atNs ?? 0) - (b.steps[0]?.sighting.atNs ?? 0)),
  };
}

function endsOf(root: Step): Step[] {
  const ends: Step[] = [];
  const pending = [root];
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    if (step.next.length === 0) ends.push(step);
    pending.push(...step.next.toReversed());
  }
  return ends;
}

function pathTo(end: Step): Step[] {
  const steps: Step[] = [];
  for (let step: Step | null = end; step !== null; step = step.from?.step ?? null) steps.push(step);
  return steps.reverse();
}
