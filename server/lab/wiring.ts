/**
 * Joins what belongs to one sandbox: terminals, observer, checker. A command's beginning and end
 * reach the observer, so that a change knows its cause; changes and ended commands reach the checker;
 * what all of them say reaches the viewers.
 */
import type { Logger } from 'pino';
import { type Checker, createChecker } from '../checker/checker.ts';
import { applySolutions } from '../checker/replay-solutions.ts';
import { runSetup, type Setup } from '../checker/run-setup.ts';
import type { Challenge } from '../curriculum/course.ts';
import type { Turns } from '../packets/turns.ts';
import type { Attempt, Hint } from '../protocol/challenge.ts';
import type { Request } from '../protocol/events.ts';
import type { Command } from '../protocol/lab.ts';
import type { Change, Sight, Topology } from '../protocol/topology.ts';
import type { SandboxHandle } from '../sandbox/handle.ts';
import { observe } from '../topology/observe.ts';
import { createCheckerReach } from './checker-reach.ts';
import { createHintDesk } from './hint-desk.ts';
import { createKernelDesk, type KernelDesk } from './kernel-desk.ts';
import type { Viewer } from './lab.ts';
import { createLookAgain } from './look-again.ts';
import { createPredictionDesk, type PredictionDesk } from './predictions.ts';
import type { Readied } from './standby.ts';
import { labSuspect } from './storm/lab-suspect.ts';
import type { StormGuard } from './storm/storm-guard.ts';
import { createTerminals, firstTerminal, type Terminals } from './terminals.ts';
import { createTraces, type Traces } from './traces.ts';
import { createUndoing, type Undoing } from './undoing.ts';
import { createWhyDesk, type WhyDesk } from './why.ts';

export type Wiring = {
  readonly terminals: Terminals;
  readonly undoing: Undoing;
  readonly traces: Traces;
  readonly why: WhyDesk;
  readonly predictions: PredictionDesk;
  readonly desk: KernelDesk;
  /** Null until the kernel has been read for the first time. */
  topology(): Topology | null;
  /** The timeline so far, oldest first. */
  changes(): readonly Change[];
  sight(): Sight;
  /** The last one of each challenge. */
  attempts(): readonly Attempt[];
  /** Throws `not-found`. */
  hint(challengeId: string, level: number): Promise<Hint>;
  /** Judges these from now on. */
  judge(challenges: readonly Challenge[]): void;
  /** Ends the sandbox. What was last known can still be asked. May be called twice; never rejects. */
  close(reason: string): Promise<void>;
};

export type WiringParts = {
  readonly labId: string;
  readonly handle: SandboxHandle;
  readonly setup: Setup;
  /** What runs in it already. */
  readonly readied: Readied | null;
  readonly challenges: readonly Challenge[];
  /** Their solutions are applied first, and passing them is not the learner's merit. */
  readonly already: readonly Challenge[];
  /** To open; one on the first learner machine when empty. */
  readonly terminals: readonly Request<'terminal:open'>[];
  readonly nextTerminalNumber: () => number;
  readonly nextTraceNumber: () => number;
  readonly nowMs: () => number;
  readonly tell: Viewer;
  readonly guard: Pick<StormGuard, 'watch'>;
  readonly turns: Turns;
  readonly onPassed: (challengeId: string) => void;
  /** The sandbox has ended by itself. */
  readonly onDied: (state: { readonly kind: 'ended' | 'failed'; readonly reason: string }) => void;
  readonly signal: AbortSignal;
  readonly log: Logger;
};

/** Takes the sandbox over: whatever goes wrong, it is ended. */
export async function wireSandbox(parts: WiringParts): Promise<Wiring> {
  const { handle, setup, already, signal, readied } = parts;
  const isUntouched = setup.setup === null && already.length === 0;
  try {
    // What these do is no change of the learner's: an observer that has seen it is of no use.
    if (!isUntouched) readied?.close();
    await runSetup(handle, setup, signal);
    await applySolutions(handle, already, signal);
    signal.throwIfAborted();
    return join(parts, isUntouched ? readied : null);
  } catch (error) {
    readied?.close();
    await handle.end('The lab could not be made of it.');
    throw error;
  }
}

function join(parts: WiringParts, readied: Readied | null): Wiring {
  const { handle, labId, nowMs, log } = parts;
  let isClosed = false;
  let isChecking = false;
  let isCheckDue = false;
  const tell: Viewer = (name, notice) => {
    if (!isClosed) parts.tell(name, notice);
  };

  const observer = readied?.observer ?? observe(handle, { nowMs });
  observer.beginAnew();
  const lookAgain = createLookAgain(() => observer.look());
  const terminals = createTerminals({
    labId,
    handle,
    nextNumber: parts.nextTerminalNumber,
    nowMs,
    tell,
    onCommand,
    onQuiet: () => observer.look(),
  });
  const traces = createTraces({
    labId,
    handle,
    topology: observer.topology,
    settle: observer.settle,
    nextNumber: parts.nextTraceNumber,
    nowMs,
    turns: parts.turns,
    tell,
    log,
  });
  const reach = createCheckerReach({
    handle,
    traces,
    topology: observer.topology,
    onFree: () => void checkWhenSettled(),
  });
  let checker = check(parts.challenges);

  function check(challenges: readonly Challenge[]): Checker {
    const { handle, follow } = reach;
    const { settle } = observer;
    return createChecker({ handle, follow, settle, challenges, nowMs, onAttempt });
  }

  function onAttempt(attempt: Attempt) {
    if (isClosed) return;
    tell('challenge:attempt', { attempt });
    const isOwn = parts.already.every(({ id }) => id !== attempt.challengeId);
    if (attempt.verdict === 'passed' && isOwn) parts.onPassed(attempt.challengeId);
  }

  function onCommand({ terminalId, commandId, text, endedAtMs }: Command) {
    const cause = { terminalId, commandId, text };
    if (endedAtMs === null) observer.commandStarted(cause);
    else {
      observer.commandEnded(cause);
      lookAgain.begin();
      void checkWhenSettled();
    }
  }

  /** Commands that end while others are being judged are judged together, after those. */
  async function checkWhenSettled() {
    if (reach.mustWait()) return;
    isCheckDue = true;
    if (isChecking) return;
    isChecking = true;
    while (isCheckDue && !isClosed) {
      isCheckDue = false;
      await checkOnceSettled();
    }
    isChecking = false;
  }

  /** What a command did may show only in what packets do; but in no older topology than its own. */
  async function checkOnceSettled() {
    try {
      await observer.settle();
    } catch (error) {
      // The page is told of the blindness itself; the first change after it is judged.
      log.debug({ err: error, lab: labId }, 'a command was not judged');
    }
    const topology = observer.topology();
    if (topology !== null) checker.commandEnded(topology);
  }

  void observer.ready.then((topology) => {
    tell('topology:snapshot', { topology });
    checker.topologyChanged(topology, null);
  });
  observer.onChange((change) => {
    tell('topology:change', { change });
    const topology = observer.topology();
    if (topology === null) return;
    checker.topologyChanged(topology, change);
    traces.follow(topology);
  });
  observer.onSight((sight) => tell('topology:sight', { sight }));
  observer.onHopeless((reason) => void handle.end(reason));
  handle.onState((state) => {
    if (!isClosed && (state.kind === 'ended' || state.kind === 'failed')) parts.onDied(state);
  });

  const why = createWhyDesk({
    handle,
    topology: observer.topology,
    settle: observer.settle,
    traces,
  });
  const hints = createHintDesk({
    checker: () => checker,
    topology: observer.topology,
    diagnose: why.quietly,
    nowMs,
  });
  const unwatch = parts.guard.watch(labSuspect({ labId, handle, observer, tell }));

  const isFirstTime = parts.terminals.length === 0;
  terminals.openAll(
    isFirstTime ? [firstTerminal(handle)] : parts.terminals,
    readied?.shell ?? null,
  );

  return {
    terminals,
    undoing: createUndoing({ handle, observer, nowMs, onUndone: () => void checkWhenSettled() }),
    traces,
    why,
    predictions: createPredictionDesk({
      topology: observer.topology,
      settle: observer.settle,
      traces,
    }),
    desk: createKernelDesk({ handle, topology: observer.topology, nowMs }),
    topology: observer.topology,
    changes: observer.changes,
    sight: observer.sight,
    attempts: () => checker.attempts(),
    hint: hints.show,
    judge(challenges) {
      checker.close();
      checker = check(challenges);
      const topology = observer.topology();
      if (topology !== null) checker.topologyChanged(topology, null);
    },
    async close(reason) {
      isClosed = true;
      lookAgain.close();
      unwatch();
      terminals.endAll();
      traces.close();
      checker.close();
      observer.close();
      await handle.end(reason).catch((error: unknown) => {
        log.error({ err: error, lab: labId }, 'a sandbox could not be ended');
      });
    },
  };
}
