/** All that the causes judge by: what is there, what was tried, what was seen of it. */
import type { Probe } from '../../protocol/journey.ts';
import type { Chain, Interface, Namespace } from '../../protocol/topology.ts';
import type { Draft } from './draft.ts';
import type { Network } from './network.ts';
import type { Outcome } from './read-outcome.ts';
import type { Step } from './step.ts';
import type { Walk } from './walk.ts';

export type Scene = {
  readonly network: Network;
  readonly probe: Probe;
  readonly walk: Walk;
  readonly outcome: Outcome;
  /** Keys of namespaces that a trace saw the probe, and its answer, come into. */
  readonly arrivedIn: ReadonlySet<string>;
  readonly answeredIn: ReadonlySet<string>;
  /** Where rules have dropped the probe or its answer, as the trace saw; the first one first. */
  readonly drops: readonly Drop[];
};

export type Drop = {
  readonly namespace: Namespace;
  readonly chain: Chain;
  readonly isPolicy: boolean;
  /** Index in the chain's rules; null: its policy, or a rule that is not there any more. */
  readonly rule: number | null;
  /** The interface that the packet had come in by; null: made there, or not known. */
  readonly input: Interface | null;
  readonly isAnswer: boolean;
};

/** Judges one step of the walk. No findings: the kernel's state does not show this cause here. */
export type Cause = (step: Step, scene: Scene) => readonly Draft[];

export function stepsOf({ there, back }: Walk): readonly Step[] {
  return [...there, ...back];
}

/** The step before this one on the same way. */
export function stepBefore(step: Step, { there, back }: Walk): Step | null {
  const way = step.way === 'there' ? there : back;
  return way[way.indexOf(step) - 1] ?? null;
}

/** The last one of its way: it went no further. */
export function isStop(step: Step, { there, back }: Walk): boolean {
  return step === (step.way === 'there' ? there : back).at(-1);
}
