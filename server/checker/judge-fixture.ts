/** Judging a written goal against a written network, for tests. */
import { type Goal, goalSchema } from '../curriculum/language/goal.ts';
import { judgeGoal } from './judge-goal.ts';
import { topologyOf, type WrittenNamespace } from './topology-fixture.ts';

export type Written = Readonly<Record<string, WrittenNamespace>>;

export function goalOf(goal: object): Goal {
  return goalSchema.parse({ machine: 'host', ...goal });
}

export function reasonOf(goal: Goal, written: Written): string | undefined {
  return judgeGoal(goal, topologyOf(written)).broken?.reason;
}

export function remedyOf(goal: Goal, written: Written): readonly string[] | undefined {
  const { broken, view } = judgeGoal(goal, topologyOf(written));
  return broken?.fact.remedy(view);
}
