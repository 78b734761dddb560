/**
 * Keeps the judgement of a lesson's challenges up to date in one sandbox. It judges when something
 * has happened, never by the clock. A judgement that a newer event makes stale is given up.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Challenge } from '../curriculum/course.ts';
import { Fault } from '../fault.ts';
import type { Attempt, Hint, Requirement } from '../protocol/challenge.ts';
import type { Change, Topology } from '../protocol/topology.ts';
import type { SandboxHandle } from '../sandbox/handle.ts';
import type { FollowProbe } from './follow-probe.ts';
import { hintFor, missingIn, triedFor } from './hints.ts';
import { judge } from './judge.ts';

export type CheckerOptions = {
  readonly handle: Pick<SandboxHandle, 'run'>;
  readonly challenges: readonly Challenge[];
  readonly follow: FollowProbe;
  /** Resolves when all that has happened by now has been told by `topologyChanged`. Throws `blind`. */
  readonly settle: () => Promise<void>;
  readonly nowMs: () => number;
  /** Only attempts that say something else than the last one of their challenge. Must not throw. */
  readonly onAttempt: (attempt: Attempt) => void;
};

export type Checker = {
  /** `change`: what led to this topology; null for the first one, and after a gap. */
  topologyChanged(topology: Topology, change: Change | null): void;
  /** What a command did may show in no topology, only in what packets do. */
  commandEnded(topology: Topology): void;
  /** The last one of each challenge that has been judged. */
  attempts(): readonly Attempt[];
  /** Throws Fault `not-found` for a challenge or a level that is not there. */
  hint(challengeId: string, level: number): Hint;
  /** What that hint could be told from, if somebody finds out why it fails; null: nothing. */
  triedFor(challengeId: string, level: number): NonNullable<Requirement['tried']> | null;
  /** May be called twice. */
  close(): void;
};

export function createChecker(options: CheckerOptions): Checker {
  const { handle, challenges, follow, settle, nowMs, onAttempt } = options;
  const last = new Map<string, Attempt>();
  const standings = new Map<string, Standing>();
  const held = new Map<string, Set<string>>();
  const told = new Map<string, string>();
  let current: Topology | null = null;
  let suspect: string | null = null; // the command behind what is being judged
  let next: NodeJS.Immediate | null = null;
  let round = new AbortController();
  let isClosed = false;

  /** Events of one turn are judged together. */
  const judgeSoon = (topology: Topology): void => {
    current = topology;
    if (next !== null || isClosed) return;
    next = setImmediate(() => {
      next = null;
      round.abort();
      round = new AbortController();
      void judgeAll(topologyNow(), round.signal);
    });
  };
  const heldOf = (challengeId: string) => held.get(challengeId) ?? new Set<string>();
  const topologyNow = (): Topology => current ?? { version: 0, objects: [] };

  const judgeAll = async (topology: Topology, signal: AbortSignal): Promise<void> => {
    await Promise.all(challenges.map((challenge) => judgeOne(challenge, topology, signal)));
    if (!signal.aborted) suspect = null;
  };

  const judgeOne = async (
    challenge: Challenge,
    topology: Topology,
    signal: AbortSignal,
  ): Promise<void> => {
    // What breaks while the probes are still being tried has held all the same.
    const onGoal = (requirements: readonly Requirement[]) => {
      for (const { id, verdict } of requirements) {
        if (verdict === 'holds') held.set(challenge.id, heldOf(challenge.id).add(id));
      }
    };
    const about = { follow, nowMs, signal, onGoal };
    const attempt = await judge(challenge, topology, handle, about)
      .then(confirmed)
      .catch((error: unknown) => faulty(challenge, topology, nowMs(), error));
    const isStale = attempt.verdict === 'passed' && next !== null;
    if (signal.aborted || isStale) return;
    const before = last.get(challenge.id);
    const standing = standingAfter(
      attempt.verdict,
      standings.get(challenge.id) ?? neverHeld,
      suspect,
    );
    standings.set(challenge.id, standing);
    const after = withCulprit(attempt, standing);
    last.set(challenge.id, after);
    if (before === undefined || !saysTheSame(before, after)) onAttempt(after);
  };

  /** The probes' packets may have gone over a newer network than the goal was judged on. */
  const confirmed = async (attempt: Attempt): Promise<Attempt> => {
    const isByPackets = attempt.requirements.some(({ id }) => id.startsWith('probe:'));
    if (attempt.verdict === 'passed' && isByPackets) await settle();
    return attempt;
  };

  function find(challengeId: string): Challenge {
    const challenge = challenges.find(({ id }) => id === challengeId);
    if (challenge !== undefined) return challenge;
    throw new Fault('not-found', 'This lesson has no such challenge. Reload the page.');
  }

  return {
    topologyChanged(topology, change) {
      if (change !== null && isAgeing(change)) {
        current = topology;
        return;
      }
      suspect = change?.cause?.text ?? suspect;
      judgeSoon(topology);
    },
    commandEnded: judgeSoon,
    attempts: () => challenges.flatMap(({ id }) => last.get(id) ?? []),
    hint(challengeId, level) {
      const challenge = find(challengeId);
      const past = {
        last: last.get(challengeId) ?? null,
        held: heldOf(challengeId),
        told: told.get(challengeId) ?? null,
      };
      const hint = hintFor(challenge, topologyNow(), past, level);
      const missing = missingIn(challenge, topologyNow());
      if (past.told === null && missing !== null) told.set(challengeId, missing);
      return hint;
    },
    triedFor: (challengeId, level) =>
      triedFor(find(challengeId), topologyNow(), last.get(challengeId) ?? null, level),
    close() {
      isClosed = true;
      if (next !== null) clearImmediate(next);
      round.abort();
    },
  };
}

/** Neighbours and bridges learn and forget by themselves; the probes' own packets make them. */
function isAgeing({ differences }: Change): boolean {
  return differences.every(({ before, after }) => {
    const kind = (after ?? before)?.kind;
    return kind === 'neighbour' || kind === 'fdb-entry';
  });
}

/** What the next failure of a challenge is blamed on: one that held names the command that broke it. */
type Standing =
  /** `doubt`: a command after which it could not be judged. */
  | { readonly kind: 'held'; readonly doubt: string | null }
  | { readonly kind: 'broken'; readonly brokenBy: string | null };

const neverHeld: Standing = { kind: 'broken', brokenBy: null };

function standingAfter(
  verdict: Attempt['verdict'],
  before: Standing,
  suspect: string | null,
): Standing {
  switch (verdict) {
    case 'passed':
      return { kind: 'held', doubt: null };
    case 'failed':
      if (before.kind === 'broken') return before;
      return { kind: 'broken', brokenBy: suspect ?? before.doubt };
    case 'could-not-run':
      return before.kind === 'broken' ? before : { kind: 'held', doubt: suspect ?? before.doubt };
  }
}

function withCulprit(attempt: Attempt, standing: Standing): Attempt {
  if (attempt.verdict !== 'failed' || standing.kind !== 'broken') return attempt;
  return { ...attempt, brokenBy: standing.brokenBy };
}

function saysTheSame(a: Attempt, b: Attempt): boolean {
  const timeless = { atMs: 0, topologyVersion: 0 };
  return isDeepStrictEqual({ ...a, ...timeless }, { ...b, ...timeless });
}

/** A judge that breaks down says so in the place of its verdict. */
function faulty(challenge: Challenge, topology: Topology, atMs: number, error: unknown): Attempt {
  return {
    verdict: 'could-not-run',
    challengeId: challenge.id,
    atMs,
    topologyVersion: topology.version,
    requirements: [],
    reason: error instanceof Error ? error.message : String(error),
  };
}
