/** The traces of one sandbox: one at a time, the last few kept to be looked at and saved. */
import type { Logger } from 'pino';
import { Fault } from '../fault.ts';
import { createAnswerDesk } from '../packets/answers/answer-desk.ts';
import { pcapngOfTrace } from '../packets/pcapng/pcapng-of-trace.ts';
import { type RunningTrace, startTrace } from '../packets/trace.ts';
import type { Turns } from '../packets/turns.ts';
import {
  type AnswerPayload,
  type Request,
  traceLimit,
  traceSightingLimit,
} from '../protocol/events.ts';
import type { Trace, TraceAim } from '../protocol/journey.ts';
import type { Topology } from '../protocol/topology.ts';
import type { SandboxHandle } from '../sandbox/handle.ts';
import type { Viewer } from './lab.ts';

export type Traces = {
  /** Resolves when every packet is captured. Throws `bad-request` while another one runs, `blind`. */
  start(request: Request<'trace:start'>): Promise<Trace>;
  /** Sends the probe and follows it to its end. Throws as `start` does. */
  probe(aim: Extract<TraceAim, { kind: 'probe' }>): Promise<RunningTrace>;
  running(): RunningTrace | null;
  /** Whether something is being followed for the learner, from its very beginning. */
  isBusy(): boolean;
  /** Aborts when a recording of all packets begins; one that is aborted as long as it goes on. */
  recording(): AbortSignal;
  /** Settles when nothing is being followed for the learner any more. */
  free(): Promise<void>;
  /**
   * Follows a probe for the checker: nobody is told of it, and it is not kept. They wait for each
   * other; the learner's own traces wait for one that runs. Throws `unavailable` while those do.
   */
  quietly(aim: Extract<TraceAim, { kind: 'probe' }>, signal?: AbortSignal): Promise<RunningTrace>;
  /** Throws `not-found`. */
  stop(traceId: string): Promise<void>;
  /** Throws `not-found`. */
  show(traceId: string): AnswerPayload<'trace:show'>;
  /** Throws `not-found`. */
  pcapng(traceId: string): Uint8Array;
  /** All that are kept, oldest first. */
  list(): Trace[];
  follow(topology: Topology): void;
  /** Ends what runs. May be called twice. */
  close(): void;
};

export type TracesParts = {
  readonly labId: string;
  readonly handle: SandboxHandle;
  readonly topology: () => Topology | null;
  /** Settles when `topology` holds all that has happened by now. Throws `blind`. */
  readonly settle: () => Promise<void>;
  /** Counts up over all sandboxes of the lab: no two traces share an id. */
  readonly nextNumber: () => number;
  readonly nowMs: () => number;
  /** Of all labs: who tells journeys when many want to. */
  readonly turns: Turns;
  readonly tell: Viewer;
  readonly log: Logger;
};

/** How long a single probe may take, its name's resolution included. */
const probeLimitMs = 8_000;
const sandboxEnded = 'The sandbox has ended.';
/** Of all traces but the latest; their bytes are a megabyte for two thousand. */
const keptSightings = 2 * traceSightingLimit;

export function createTraces(parts: TracesParts): Traces {
  const { handle, tell } = parts;
  const desk = createAnswerDesk(handle);
  const kept = new Map<string, RunningTrace>();
  let busy: Promise<void> | null = null; // until what is followed for the learner has ended
  let recording = new AbortController();
  let isClosed = false;
  let quiet: Promise<unknown> = Promise.resolve(); // until the last one for the checker has ended

  function latest(): Topology {
    const topology = parts.topology();
    if (topology !== null) return topology;
    throw new Fault('blind', 'The network has not been read yet. Wait a moment.');
  }

  function find(traceId: string): RunningTrace {
    const found = kept.get(traceId);
    if (found !== undefined) return found;
    throw new Fault('not-found', 'That trace is not kept any more. Start a new one.');
  }

  async function begin(aim: TraceAim, durationMs: number): Promise<RunningTrace> {
    if (busy !== null) throw new Fault('bad-request', 'A trace is running already. Stop it first.');
    const { promise, resolve } = Promise.withResolvers<void>();
    busy = promise;
    if (aim.kind === 'watch') recording.abort();
    const release = () => {
      busy = null;
      if (recording.signal.aborted) recording = new AbortController();
      resolve();
    };
    try {
      await quiet;
      await parts.settle(); // what the last command made is captured too
      const traceId = String(parts.nextNumber());
      const trace = await startTrace({
        traceId,
        handle,
        aim,
        durationMs,
        topology: latest,
        nowMs: parts.nowMs,
        turns: parts.turns,
        desk,
        onState: (state) => tell('trace:state', { trace: state }),
        onJourneys: (journeys, gone) =>
          tell('trace:journeys', { traceId, journeys: [...journeys], gone: [...gone] }),
        onFailure,
      });
      keep(traceId, trace);
      void trace.ended.then(release);
      if (isClosed) void trace.stop(sandboxEnded); // while it was starting
      tell('trace:state', { trace: trace.describe() });
      return trace;
    } catch (error) {
      release();
      throw error;
    }
  }

  async function follow(aim: TraceAim, signal?: AbortSignal): Promise<RunningTrace> {
    signal?.throwIfAborted();
    if (busy !== null) {
      throw new Fault('unavailable', 'It is tried when the recording of packets has ended.');
    }
    const trace = await startTrace({
      traceId: 'checker',
      handle,
      aim,
      durationMs: probeLimitMs,
      topology: latest,
      nowMs: parts.nowMs,
      turns: parts.turns,
      desk,
      onState: () => undefined,
      onJourneys: () => undefined,
      onFailure,
    });
    const stop = () => void trace.stop('It is not asked any more.');
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    return trace;
  }

  function quietly(aim: TraceAim, signal?: AbortSignal): Promise<RunningTrace> {
    const turn = quiet.then(() => follow(aim, signal));
    quiet = turn.then(
      (trace) => Promise.allSettled([trace.ended, trace.probed]), // stopped before it was sent?
      () => undefined, // told to who waits for the turn
    );
    return turn;
  }

  function onFailure(error: unknown) {
    parts.log.error({ err: error, lab: parts.labId }, 'a trace was not told wholly');
  }

  function keep(traceId: string, trace: RunningTrace) {
    let captured = 0;
    for (const [id, older] of [...kept].reverse()) {
      older.forgetRecording();
      captured += older.describe().captured;
      if (captured > keptSightings) kept.delete(id);
    }
    kept.set(traceId, trace);
    const [oldest] = kept.keys();
    if (kept.size > traceLimit && oldest !== undefined) kept.delete(oldest);
  }

  return {
    start: async ({ aim, durationMs }) => (await begin(aim, durationMs)).describe(),
    probe: (aim) => begin(aim, probeLimitMs),
    running: () =>
      [...kept.values()].find((trace) => trace.describe().state.kind === 'running') ?? null,
    isBusy: () => busy !== null,
    recording: () => recording.signal,
    free: async () => busy ?? undefined,
    quietly,
    stop: (traceId) => find(traceId).stop('Stopped.'),
    show(traceId) {
      const trace = find(traceId);
      return { trace: trace.describe(), journeys: [...trace.journeys()] };
    },
    pcapng(traceId) {
      const trace = find(traceId);
      return pcapngOfTrace(trace.describe().startedAtMs, trace.sightings(), latest());
    },
    list: () => [...kept.values()].map((trace) => trace.describe()),
    follow(topology) {
      for (const trace of kept.values()) {
        if (trace.describe().state.kind === 'running') trace.follow(topology);
      }
    },
    close() {
      isClosed = true;
      for (const trace of kept.values()) void trace.stop(sandboxEnded);
    },
  };
}
