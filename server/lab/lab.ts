/** One learner's stay in one lesson, as the gateway knows it: who looks on, what they may ask. */
import type { Lesson } from '../curriculum/course.ts';
import type { Hint, Solution } from '../protocol/challenge.ts';
import type { Diagnosis } from '../protocol/diagnosis.ts';
import type { AnswerPayload, Notice, NoticeName, Request } from '../protocol/events.ts';
import type { Trace } from '../protocol/journey.ts';
import type { Flows, RouteAnswer, RoutingRule } from '../protocol/kernel-answers.ts';
import type { LabState, Terminal } from '../protocol/lab.ts';
import type { PredictionJudgement } from '../protocol/prediction.ts';
import type { Topology } from '../protocol/topology.ts';
import type { UndoOutcome, UndoPlan } from '../protocol/undo.ts';

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
  /** Since when nobody has looked on, on the server's clock; null while somebody does. */
  unwatchedSinceMs(): number | null;
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
  hint(challengeId: string, level: number): Promise<Hint>;
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
