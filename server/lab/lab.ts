/**
 * One learner's stay in one lesson, as the gateway knows it: who looks on, what they may ask. How it
 * comes to a sandbox is in stay.ts, what is joined to one in wiring.ts.
 */
import type { Logger } from 'pino';
import { challengesBefore } from '../checker/replay-solutions.ts';
import type { Challenge, Lesson } from '../curriculum/course.ts';
import { Fault } from '../fault.ts';
import type { Hint, Solution } from '../protocol/challenge.ts';
import type { Diagnosis } from '../protocol/diagnosis.ts';
import type { AnswerPayload, Notice, NoticeName, Request } from '../protocol/events.ts';
import type { Trace } from '../protocol/journey.ts';
import type { Flows, RouteAnswer, RoutingRule } from '../protocol/kernel-answers.ts';
import type { LabState, Terminal } from '../protocol/lab.ts';
import type { PredictionJudgement } from '../protocol/prediction.ts';
import type { Topology } from '../protocol/topology.ts';
import type { UndoOutcome, UndoPlan } from '../protocol/undo.ts';
import type { ProgressRecord } from './record.ts';
import { beginStay, type Wire } from './stay.ts';
import type { WaitingLine } from './waiting-line.ts';
import { wireSandbox } from './wiring.ts';

/** One who looks on, e.g. a browser tab. Must not throw. */
export type Viewer = <N extends NoticeName>(name: N, notice: Notice<N>) => void;

/** The output of a terminal on its way to one viewer. */
export type Attachment = {
  readonly answer: AnswerPayload<'terminal:attach'>;
  /** All before this byte has been drawn; lets more come. */
  acknowledge(seq: number): void;
  /** May be called twice. */
  detach(): void;
};

/** Whatever needs a running sandbox throws Fault `lab-ended` or `unavailable` without one. */
export type Lab = {
  readonly id: string;
  readonly learnerId: string;
  readonly lessonId: string;
  state(): LabState;
  /** Since when it has ended or failed, on the server's clock; null while it has not. */
  overSinceMs(): number | null;
  /** When somebody last did something, on the server's clock. */
  lastActiveMs(): number;
  /** All that a page needs to draw the lab as it is now. */
  view(): AnswerPayload<'lab:open'>;
  /** Tells the viewer everything from now on. Returns the function that ends this. */
  join(viewer: Viewer): () => void;
  /** A new sandbox; settles when it is ready, or has failed. Throws `not-found` for the challenge. */
  reset(toStartOf: string | null): Promise<void>;
  /** Moves the idle expiry to its full length; answers when that is, on the server's clock. */
  extend(): number;
  /** May be called twice. */
  end(reason: string): Promise<void>;
  topology(): Topology;
  openTerminal(request: Request<'terminal:open'>): Terminal;
  /** Terminals that are not of this lab throw `forbidden` or `not-found`. */
  attachTerminal(request: Request<'terminal:attach'>, viewer: Viewer): Attachment;
  writeTerminal(request: Request<'terminal:input'>): void;
  resizeTerminal(request: Request<'terminal:resize'>): void;
  closeTerminal(terminalId: string): void;
  /** Throws `not-found`. That it was shown is recorded. */
  hint(challengeId: string, level: number): Hint;
  solution(challengeId: string): Solution;
  /** Throws `bad-request` while another trace runs. */
  startTrace(request: Request<'trace:start'>): Promise<Trace>;
  /** Settles when nothing is captured any more. Throws `not-found`. */
  stopTrace(traceId: string): Promise<void>;
  /** Throws `not-found`. */
  showTrace(traceId: string): AnswerPayload<'trace:show'>;
  /** Everything that was captured, as a file. Throws `not-found`. */
  tracePcapng(traceId: string): Uint8Array;
  /** Throws `not-found`, `bad-request` while a trace runs, `blind`. */
  judgePrediction(request: Request<'predict:judge'>): Promise<PredictionJudgement>;
  diagnose(request: Request<'why:ask'>): Promise<Diagnosis>;
  /** Throws `bad-request` for a destination that is no address. */
  routeTo(request: Request<'kernel:route'>): Promise<RouteAnswer>;
  flows(request: Request<'kernel:flows'>): Promise<Flows>;
  routingRules(request: Request<'kernel:routing-rules'>): Promise<RoutingRule[]>;
  /** Throws `not-found` for a version that is not kept any more, `blind`, `bad-request`. */
  planUndo(toVersion: number): Promise<UndoPlan>;
  /** Throws also `bad-request` when the plan would be another one by now. */
  applyUndo(request: Request<'undo:apply'>): Promise<UndoOutcome>;
  /** The lesson's files have changed: judges by these from now on. */
  updateLesson(lesson: Lesson): void;
};

export type LabParts = {
  readonly id: string;
  readonly learnerId: string;
  readonly lesson: Lesson;
  readonly record: ProgressRecord;
  readonly line: WaitingLine;
  readonly idleMs: number;
  readonly nowMs: () => number;
  /** A lab that may have been over wants a sandbox again. */
  readonly onReset: () => void;
  readonly log: Logger;
};

/** Somebody who reloads the page keeps the place in the line. */
const lineGraceMs = 15_000;

/** Sets out for a sandbox at once. */
export function startLab(parts: LabParts): Lab {
  const { id, learnerId, record, nowMs, log } = parts;
  const viewers = new Set<Viewer>();
  let lesson = parts.lesson;
  let lastActiveMs = nowMs();
  let terminalNumber = 0;
  let traceNumber = 0;
  /** Terminals of sandboxes that a reset has ended: they can be read until the next one is there. */
  let leftTerminals: readonly string[] = [];
  let leaving: NodeJS.Timeout | undefined;

  const tell: Viewer = (name, notice) => {
    for (const viewer of viewers) viewer(name, notice);
  };

  const wireWith =
    (already: readonly Challenge[], terminals: readonly Request<'terminal:open'>[]): Wire =>
    (sandbox) =>
      wireSandbox({
        ...sandbox,
        labId: id,
        challenges: lesson.challenges,
        already,
        terminals,
        nextTerminalNumber,
        nextTraceNumber,
        nowMs,
        tell,
        onPassed,
        log,
      });

  const stay = beginStay(
    {
      line: parts.line,
      world: () => lesson.world,
      idleMs: parts.idleMs,
      nowMs,
      onState,
      log,
    },
    wireWith([], []),
  );

  function onState(state: LabState) {
    if (state.kind === 'ready') {
      for (const terminalId of leftTerminals) tell('terminal:closed', { terminalId });
      leftTerminals = [];
    }
    tell('lab:state', { state });
  }

  /** Counts on over all sandboxes of the lab: no two terminals share an id. */
  function nextTerminalNumber() {
    terminalNumber += 1;
    return terminalNumber;
  }

  function nextTraceNumber() {
    traceNumber += 1;
    return traceNumber;
  }

  async function onPassed(challengeId: string) {
    const passed = await record.pass(challengeId);
    if (passed !== null) tell('challenge:earned', { challengeId, ...passed });
  }

  /** What is left to look at also when it is over. */
  function looking() {
    return stay.last() ?? stay.running();
  }

  function touch() {
    lastActiveMs = nowMs();
    stay.touch();
  }

  function leaveLine() {
    if (stay.state().kind === 'queued') {
      void stay.end({ kind: 'ended', reason: 'You left the line.' });
    }
  }

  return {
    id,
    learnerId,
    lessonId: lesson.id,
    state: stay.state,
    overSinceMs: stay.overSinceMs,
    lastActiveMs: () => lastActiveMs,

    view() {
      const wiring = stay.last();
      return {
        labId: id,
        nowMs: nowMs(),
        state: stay.state(),
        terminals: [...(wiring?.terminals.describe() ?? [])],
        commands: [...(wiring?.terminals.commands() ?? [])],
        topology: wiring?.topology() ?? null,
        changes: [...(wiring?.changes() ?? [])],
        sight: wiring?.sight() ?? { kind: 'clear' },
        attempts: [...(wiring?.attempts() ?? [])],
        earned: [...record.earned()],
      };
    },

    join(viewer) {
      clearTimeout(leaving);
      viewers.add(viewer);
      touch();
      return () => {
        viewers.delete(viewer);
        if (viewers.size > 0) return;
        clearTimeout(leaving);
        leaving = setTimeout(leaveLine, lineGraceMs).unref();
      };
    },

    async reset(toStartOf) {
      const already = toStartOf === null ? [] : challengesBefore(lesson.challenges, toStartOf);
      const old = stay.last()?.terminals;
      const restarted = stay.restart(wireWith(already, old?.layout() ?? []));
      const left = old?.describe() ?? [];
      leftTerminals = [...leftTerminals, ...left.map(({ terminalId }) => terminalId)];
      lastActiveMs = nowMs();
      parts.onReset();
      await restarted;
      if (stay.state().kind === 'ready') return;
      for (const { terminalId, ended } of left) {
        if (ended === null) tell('terminal:ended', { terminalId, exitCode: null });
      }
    },

    extend() {
      stay.running();
      touch();
      return lastActiveMs + parts.idleMs;
    },

    end: (reason) => stay.end({ kind: 'ended', reason }),

    topology() {
      const topology = stay.running().topology();
      if (topology !== null) return topology;
      throw new Fault('blind', 'The network has not been read yet. Wait a moment.');
    },

    openTerminal(request) {
      touch();
      return stay.running().terminals.open(request);
    },
    attachTerminal: (request, viewer) => looking().terminals.attach(request, viewer),
    writeTerminal(request) {
      touch();
      stay.running().terminals.write(request);
    },
    resizeTerminal: (request) => stay.running().terminals.resize(request),
    closeTerminal: (terminalId) => stay.running().terminals.close(terminalId),

    hint(challengeId, level) {
      const hint = stay.running().hint(challengeId, level);
      record.noteHint(challengeId, level);
      return hint;
    },

    solution(challengeId) {
      const challenge = lesson.challenges.find((each) => each.id === challengeId);
      if (challenge === undefined) {
        throw new Fault('not-found', 'This lesson has no such challenge. Reload the page.');
      }
      record.noteSolution(challengeId);
      const { machine, text } = challenge.solution;
      return { challengeId, machine, script: text };
    },

    startTrace(request) {
      touch();
      return stay.running().traces.start(request);
    },
    stopTrace: (traceId) => looking().traces.stop(traceId),
    showTrace: (traceId) => looking().traces.show(traceId),
    tracePcapng: (traceId) => looking().traces.pcapng(traceId),
    async judgePrediction({ predictionId, choice }) {
      touch();
      const prediction = lesson.predictions.find((each) => each.id === predictionId);
      if (prediction === undefined) {
        throw new Fault('not-found', 'This lesson has no such prediction. Reload the page.');
      }
      return stay.running().predictions.judge(prediction, choice);
    },
    async diagnose(request) {
      touch();
      return stay.running().why.diagnose(request);
    },
    routeTo: async (request) => stay.running().desk.routeTo(request),
    flows: async (request) => stay.running().desk.flows(request),
    routingRules: async (request) => stay.running().desk.routingRules(request),
    planUndo: (toVersion) => stay.running().undoing.plan(toVersion),
    applyUndo(request) {
      touch();
      return stay.running().undoing.apply(request);
    },

    updateLesson(updated) {
      lesson = updated;
      stay.last()?.judge(updated.challenges);
    },
  };
}
