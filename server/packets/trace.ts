/**
 * One trace from its start to its end: captures, sends the probe where one was asked for, and tells
 * the journeys as they grow. Once over it stays as data, to be looked at and saved.
 */
import type { Journey, Trace, TraceAim } from '../protocol/journey.ts';
import type { Topology } from '../protocol/topology.ts';
import type { Place, RunResult, SandboxHandle } from '../sandbox/handle.ts';
import type { AnswerDesk } from './answers/answer-desk.ts';
import { type Capture, startCapture } from './capture/capture.ts';
import { createRecorder } from './recorder.ts';
import { sendProbe } from './send-probe.ts';
import type { Recording, Sighting } from './sighting.ts';
import { createStoryteller } from './storyteller.ts';
import type { Turns } from './turns.ts';

export type RunningTrace = {
  describe(): Trace;
  journeys(): readonly Journey[];
  /** Of what was seen before, some places may be missing: they were not all captured yet. */
  readonly wholeFromNs: number;
  /** Everything captured so far, in the order of time. */
  sightings(): readonly Sighting[];
  /** The same, taken apart, with what rules did. */
  recording(): Recording;
  /** Of a trace that has ended: keeps the journeys and what the file needs, which is far less. */
  forgetRecording(): void;
  /** Settles when all that the kernel has seen by now is recorded. */
  catchUp(): Promise<void>;
  /** The topology has changed: namespaces may have come or gone. */
  follow(topology: Topology): void;
  /** Settles when nothing is captured any more and all is told. May be called twice. */
  stop(reason: string): Promise<void>;
  /** Settles at the end, whatever ends it. */
  readonly ended: Promise<void>;
  /** What the probe printed; null where none was sent. Settles when its program has ended. */
  readonly probed: Promise<RunResult | null>;
};

export type TraceParts = {
  readonly traceId: string;
  readonly handle: SandboxHandle;
  readonly aim: TraceAim;
  readonly durationMs: number;
  /** The latest. */
  readonly topology: () => Topology;
  readonly nowMs: () => number;
  readonly turns: Turns;
  /** Of the lab: what one trace has asked, the next one knows. */
  readonly desk: AnswerDesk;
  readonly onState: (trace: Trace) => void;
  /** `gone`: ids that were told before, and are not in the story any more. */
  readonly onJourneys: (journeys: readonly Journey[], gone: readonly string[]) => void;
  /** Something was left untold that should not have been. */
  readonly onFailure: (error: unknown) => void;
};

/** An answer that comes later than its probe gave up is still seen. */
const lingerMs = 250;
const stateEveryMs = 250;

/** Resolves when every packet from now on is captured. Throws Fault `could-not-run` or `lab-ended`. */
export async function startTrace(parts: TraceParts): Promise<RunningTrace> {
  const { handle, aim, topology, nowMs } = parts;
  const recorder = createRecorder();
  const blindSpots = new Set<string>();
  const ended = Promise.withResolvers<void>();
  let state: Trace['state'] = { kind: 'running', endsAtMs: nowMs() + parts.durationMs };
  let stopping: Promise<void> | undefined;
  let stateTimer: NodeJS.Timeout | undefined;

  let hasBegun = false;
  let beganAtMs = nowMs(); // until the capture says when it really did
  const storyteller = createStoryteller({
    recording: recorder.recording,
    topology,
    nowNs: () => (nowMs() - beganAtMs) * 1e6,
    desk: parts.desk,
    turns: parts.turns,
    onJourneys: parts.onJourneys,
    onFailure: parts.onFailure,
  });

  const capture: Capture = await startCapture(handle, {
    topology: topology(),
    onSightings(batch) {
      recorder.addSightings(batch);
      heard();
    },
    onVerdicts(batch) {
      recorder.addVerdicts(batch);
      heard();
    },
    onBlindSpot(sentence) {
      blindSpots.add(sentence);
      heard();
    },
    onLeftOut(count) {
      recorder.leaveOut(count);
      heard();
    },
    onBrokenOff: () => void stop('Nothing could be captured any more.'),
  });

  hasBegun = true;
  beganAtMs = capture.startedAtMs;
  if (recorder.captured() > 0 || blindSpots.size > 0) heard();

  // The clocks are one, but this one counts whole milliseconds; a program takes longer to start.
  const wholeFromNs = (Date.now() + 1 - capture.startedAtMs) * 1e6;

  /** Of a trace that has not begun, and may never, nothing is told. */
  function heard() {
    if (!hasBegun) return;
    storyteller.wake();
    stateTimer ??= setTimeout(() => {
      stateTimer = undefined;
      parts.onState(describe());
    }, stateEveryMs);
  }

  function describe(): Trace {
    const untold = storyteller.untold();
    return {
      traceId: parts.traceId,
      aim,
      startedAtMs: beganAtMs,
      state,
      captured: recorder.captured(),
      leftOut: recorder.leftOut(),
      blindSpots: [
        ...blindSpots,
        ...(untold > 0
          ? [`${untold} more packets are in the capture file, and not told here.`]
          : []),
      ],
    };
  }

  async function finish(reason: string): Promise<void> {
    clearTimeout(endTimer);
    await capture.settle().catch(parts.onFailure);
    await capture.stop().catch(parts.onFailure);
    await storyteller.finish();
    clearTimeout(stateTimer);
    state = { kind: 'ended', reason };
    parts.onState(describe());
    ended.resolve();
  }

  const stop = (reason: string) => {
    stopping ??= finish(reason);
    return stopping;
  };

  const endTimer = setTimeout(() => void stop('Its time was over.'), parts.durationMs);
  const probed = aim.kind === 'probe' ? probe(aim) : Promise.resolve(null);

  async function probe(wanted: Extract<TraceAim, { kind: 'probe' }>): Promise<RunResult> {
    const result = await sendProbe(handle, placeOfAim(wanted), wanted.probe);
    if (result.kind === 'could-not-run') blindSpots.add(`The probe was not sent: ${result.reason}`);
    setTimeout(() => void stop('The probe has ended.'), lingerMs);
    return result;
  }

  return {
    describe,
    journeys: storyteller.journeys,
    wholeFromNs,
    sightings: recorder.sightings,
    recording: () => recorder.recording(state.kind !== 'running'),
    forgetRecording: recorder.forgetRecording,
    catchUp: () => capture.settle().catch(parts.onFailure),
    follow(next) {
      capture.follow(next);
      storyteller.see(next);
    },
    stop,
    ended: ended.promise,
    probed,
  };
}

function placeOfAim({ machine, namespacePath }: Extract<TraceAim, { kind: 'probe' }>): Place {
  return namespacePath === null
    ? { kind: 'machine', machine }
    : { kind: 'namespace', machine, path: namespacePath };
}
