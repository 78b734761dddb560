/**
 * A lab from its start to its end: joins the way to a sandbox (stay.ts) with what is wired to one
 * (wiring.ts), and passes on what is asked.
 */
import type { Logger } from 'pino';
import { challengesBefore } from '../checker/replay-solutions.ts';
import type { Challenge, Lesson } from '../curriculum/course.ts';
import { drawLesson } from '../curriculum/draw-lesson.ts';
import { Fault } from '../fault.ts';
import type { Turns } from '../packets/turns.ts';
import type { Request } from '../protocol/events.ts';
import type { LabState } from '../protocol/lab.ts';
import type { Lab, Viewer } from './lab.ts';
import type { ProgressRecord } from './record.ts';
import type { Standby } from './standby.ts';
import { beginStay, type Wire } from './stay.ts';
import type { StormGuard } from './storm/storm-guard.ts';
import type { WaitingLine } from './waiting-line.ts';
import { wireSandbox } from './wiring.ts';

export type LabParts = {
  readonly id: string;
  readonly serverStartedAtMs: number;
  readonly learnerId: string;
  readonly lesson: Lesson;
  readonly record: ProgressRecord;
  readonly line: WaitingLine;
  readonly guard: StormGuard;
  readonly turns: Turns;
  readonly standby: Pick<Standby, 'take'>;
  readonly idleMs: number;
  readonly nowMs: () => number;
  /** A lab that may have been over wants a sandbox again. */
  readonly onReset: () => void;
  /** All sandboxes are in use. */
  readonly onQueued: () => void;
  readonly log: Logger;
};

/** Somebody who reloads the page keeps the place in the line. */
const lineGraceMs = 15_000;

/** Sets out for a sandbox at once. */
export function startLab(parts: LabParts): Lab {
  const { id, learnerId, record, nowMs, log } = parts;
  const viewers = new Set<Viewer>();
  let lesson = drawLesson(parts.lesson, id);
  let lastActiveMs = nowMs();
  let unwatchedSinceMs: number | null = nowMs();
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
        readied: parts.standby.take(sandbox.handle),
        labId: id,
        setup: lesson,
        challenges: lesson.challenges,
        already,
        terminals,
        nextTerminalNumber,
        nextTraceNumber,
        nowMs,
        tell,
        guard: parts.guard,
        turns: parts.turns,
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
    if (state.kind === 'queued') parts.onQueued();
    if (state.kind === 'ready') {
      record.begin();
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

  /** Whoever asks stands before the first challenge that is not solved. */
  function noteWhy() {
    const done = record.efforts().map(({ challengeId }) => challengeId);
    const present = lesson.challenges.find(({ id }) => !done.includes(id));
    if (present !== undefined) record.noteWhy(present.id);
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
    unwatchedSinceMs: () => unwatchedSinceMs,

    view() {
      const wiring = stay.last();
      return {
        labId: id,
        serverStartedAtMs: parts.serverStartedAtMs,
        nowMs: nowMs(),
        state: stay.state(),
        terminals: [...(wiring?.terminals.describe() ?? [])],
        commands: [...(wiring?.terminals.commands() ?? [])],
        topology: wiring?.topology() ?? null,
        changes: [...(wiring?.changes() ?? [])],
        sight: wiring?.sight() ?? { kind: 'clear' },
        attempts: [...(wiring?.attempts() ?? [])],
        traces: wiring?.traces.list() ?? [],
        earned: record.efforts().map(({ challengeId }) => challengeId),
        efforts: [...record.efforts()],
        draws: { ...lesson.draws?.values },
      };
    },

    join(viewer) {
      clearTimeout(leaving);
      viewers.add(viewer);
      unwatchedSinceMs = null;
      touch();
      return () => {
        viewers.delete(viewer);
        if (viewers.size > 0) return;
        unwatchedSinceMs ??= nowMs();
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

    async hint(challengeId, level) {
      const hint = await stay.running().hint(challengeId, level);
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
      const { why } = stay.running();
      noteWhy();
      return why.diagnose(request);
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
      lesson = drawLesson(updated, id);
      stay.last()?.judge(lesson.challenges);
    },
  };
}
