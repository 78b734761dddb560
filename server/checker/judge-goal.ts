/** The pure half of a judgement: a goal against a topology. About a millisecond. */
import type { Goal } from '../curriculum/language/goal.ts';
import type { Ghost, Requirement } from '../protocol/challenge.ts';
import type { Topology } from '../protocol/topology.ts';
import type { Fact } from './fact.ts';
import { factsOf } from './goal-facts.ts';
import { type GoalSlots, slotsOf } from './goal-slots.ts';
import { match } from './match.ts';
import { code, interfaceWords, namespaceWords } from './naming.ts';
import { sceneOf } from './scene.ts';
import type { AddressSlot } from './slots.ts';
import type { View } from './view.ts';

export type GoalJudgement = {
  readonly requirements: readonly Requirement[];
  readonly ghosts: readonly Ghost[];
  /** The first fact that does not hold, and why; null: the goal holds. */
  readonly broken: { readonly fact: Fact; readonly reason: string } | null;
  readonly view: View;
  /** What the goal's variables stand for; those that nothing stands for yet are left out. */
  readonly variables: ReadonlyMap<string, string>;
  /** How a sentence calls what each variable stands for, or is to stand for. */
  readonly words: ReadonlyMap<string, string>;
};

/** Throws Fault `lesson-invalid` for a goal that contradicts itself. */
export function judgeGoal(goal: Goal, topology: Topology): GoalJudgement {
  const slots = slotsOf(goal);
  const facts = factsOf(goal, slots);
  const view = match(slots, facts, sceneOf(topology, goal.machine));
  const judged = facts.map((fact) => {
    const text = fact.text(view);
    return fact.holds(view)
      ? { fact, text, holds: true, detail: null }
      : { fact, text, holds: false, detail: fact.detail(view) };
  });
  const failed = judged.filter(({ holds }) => !holds);
  const first = failed[0];
  return {
    requirements: judged.map(({ fact, text, holds, detail }) => ({
      id: fact.id,
      text,
      verdict: holds ? 'holds' : 'fails',
      detail,
    })),
    ghosts: failed.flatMap(({ fact }) => fact.ghost(view) ?? []),
    broken:
      first === undefined
        ? null
        : { fact: first.fact, reason: first.detail ?? `It does not hold yet that ${first.text}.` },
    view,
    variables: variablesOf(slots, view),
    words: wordsFor(slots, view),
  };
}

function variablesOf({ namespaces, interfaces, addresses }: GoalSlots, view: View) {
  const named = [
    ...[...namespaces].map(([label, slot]) => [label, view.namespace(slot)?.name] as const),
    ...interfaces.map(({ wanted, slot }) => [wanted.name, view.interface(slot)?.name] as const),
    ...[...addresses].map(([label, slot]) => [label, view.address(slot)] as const),
  ];
  return new Map(
    named.flatMap(([label, value]) =>
      label.startsWith('$') && typeof value === 'string' ? [[label, value] as const] : [],
    ),
  );
}

function wordsFor({ namespaces, interfaces, addresses }: GoalSlots, view: View) {
  return new Map([
    ...[...namespaces].map(([label, slot]) => [label, namespaceWords(view, slot)] as const),
    ...interfaces.map(({ wanted, slot }) => [wanted.name, interfaceWords(view, slot)] as const),
    ...[...addresses].map(([label, slot]) => [label, addressWords(view, slot)] as const),
  ]);
}

function addressWords(view: View, slot: AddressSlot): string {
  const on = view.interface(slot.interface);
  return (
    view.address(slot) ??
    (on === null
      ? `the address in ${namespaceWords(view, slot.interface.namespace)}`
      : `the address of ${code(on.name)}`)
  );
}
