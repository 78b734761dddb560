/** Hints for a challenge as it stands: the author's words where there are some, else the goal's. */
import type { Challenge } from '../curriculum/course.ts';
import { Fault } from '../fault.ts';
import type { Attempt, Hint, Requirement } from '../protocol/challenge.ts';
import type { Topology } from '../protocol/topology.ts';
import { type GoalJudgement, judgeGoal } from './judge-goal.ts';
import { code } from './naming.ts';

const defaultLevels = 3;

/** What is known of one challenge besides how it stands. */
export type Past = {
  readonly last: Attempt | null;
  readonly held: ReadonlySet<string>; // ids of what has held once in this lab
  readonly told: string | null; // id of what was missing when a hint was first asked for
};

/**
 * Level 1 a nudge, 2 what the kernel shows, 3 the command. The latest attempt knows how the probes
 * went. Throws Fault `not-found` for a level that the challenge does not have.
 */
export function hintFor(challenge: Challenge, topology: Topology, past: Past, level: number): Hint {
  const levels = Math.max(defaultLevels, ...challenge.hints.map((hint) => hint.level));
  const written = challenge.hints.find((hint) => hint.level === level);
  const judgement = judgeGoal(challenge.goal, topology);
  const isWrittenFor =
    written?.when === 'built'
      ? judgement.broken === null
      : level > 1
        ? level > defaultLevels || !isLostAgain(judgement, past)
        : isFirstWord(challenge, judgement, past);
  const text = (isWrittenFor ? written?.text : null) ?? defaultHint(judgement, past.last, level);
  if (level < 1 || level > levels || text === null) {
    throw new Fault('not-found', `This challenge has ${levels} levels of hints.`);
  }
  return { level, levels, text };
}

/**
 * An author's first hint tells how to begin. Who has heard it and is further on, or has broken what was
 * well, needs to hear of that instead; but where the author knows the commands, as with containers of an
 * engine, what we would say leads elsewhere.
 */
function isFirstWord(
  { hints }: Challenge,
  { broken }: Pick<GoalJudgement, 'broken'>,
  past: Past,
): boolean {
  const isAuthors = hints.some((hint) => hint.level > 1 && hint.when === undefined);
  if (broken === null) return true;
  if (isAuthors) return !isLostAgain({ broken }, past);
  const { id } = broken.fact;
  return !past.held.has(id) && (past.told === null || past.told === id);
}

/** Of a switch or a translation that was lost we know the way back as well as any author does. */
function isLostAgain({ broken }: Pick<GoalJudgement, 'broken'>, { held }: Past): boolean {
  const id = broken?.fact.id;
  return id !== undefined && /^(?:sysctl|masquerade|dnat):/.test(id) && held.has(id);
}

/** Id of the first thing that is missing; null: the goal holds. */
export function missingIn(challenge: Challenge, topology: Topology): string | null {
  return judgeGoal(challenge.goal, topology).broken?.fact.id ?? null;
}

/**
 * What a probe tried in vain, when the hint of this level is about just that: the author wrote none, and
 * the goal holds. null: what a hint says is known without trying anything.
 */
export function triedFor(
  challenge: Challenge,
  topology: Topology,
  last: Attempt | null,
  level: number,
): NonNullable<Requirement['tried']> | null {
  if (level < 2 || level > defaultLevels || last?.verdict !== 'failed') return null;
  if (challenge.hints.some((hint) => hint.level === level)) return null;
  if (judgeGoal(challenge.goal, topology).broken !== null) return null;
  const failed = last.requirements.find(({ verdict }) => verdict === 'fails');
  return failed?.tried ?? null;
}

function defaultHint(
  { broken, view }: GoalJudgement,
  last: Attempt | null,
  level: number,
): string | null {
  if (broken === null) return hintOnProbes(last, level);
  switch (level) {
    case 1:
      return broken.fact.nudge;
    case 2:
      return `${broken.reason} You can see it with ${code(broken.fact.look(view))}.`;
    case 3:
      return broken.fact.remedy(view).map(code).join(', then ');
    default:
      return null;
  }
}

/** The network is as the goal wants it: what is wrong shows only in what packets do. */
function hintOnProbes(last: Attempt | null, level: number): string | null {
  if (last?.verdict === 'passed') return 'Everything that the challenge asks for is there.';
  if (last === null || !hasTried(last)) {
    return 'All parts are in place, and what packets do is being tried out just now. Ask again in a moment.';
  }
  switch (level) {
    case 1:
      return 'All parts are in place. What do the packets do? Try it from both sides.';
    case 2:
      return last.reason;
    case 3:
      return 'Follow one packet: `ip route get ADDRESS` where it starts, `ip neigh` for its neighbours, `tcpdump -n -i any` where it should arrive, `iptables --list-rules` on its way.';
    default:
      return null;
  }
}

/** Where something was missing at the last judgement, nothing was sent. */
function hasTried({ requirements }: Attempt): boolean {
  return requirements.some(({ id, verdict }) => id.startsWith('probe:') && verdict !== 'waiting');
}
