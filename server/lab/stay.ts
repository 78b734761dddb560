/**
 * The way of a lab: through the line to a sandbox, to its end, and again after a reset. Knows who
 * waits and why it ended, not what happens in the sandbox.
 */
import type { Logger } from 'pino';
import { Fault } from '../fault.ts';
import type { LabState } from '../protocol/lab.ts';
import type { SandboxHandle } from '../sandbox/handle.ts';
import { type IdleClock, startIdleClock } from './idle-clock.ts';
import type { WaitingLine } from './waiting-line.ts';
import type { Wiring } from './wiring.ts';

export type Stay = {
  state(): LabState;
  /** Throws Fault `lab-ended`, or `unavailable` while it is being made. */
  running(): Wiring;
  /** What there is to look at, also after the end; null while it is being made. */
  last(): Wiring | null;
  /** Since when it has ended or failed, on the server's clock; null while it has not. */
  overSinceMs(): number | null;
  /** Somebody did something: moves the idle expiry. */
  touch(): void;
  /** A new sandbox for the old one. Settles when it is ready, or has failed. Throws `unavailable`. */
  restart(wire: Wire): Promise<void>;
  /** May be called twice. */
  end(end: End): Promise<void>;
};

export type End = Extract<LabState, { kind: 'ended' | 'failed' }>;

/** Takes the sandbox over: whatever goes wrong, it is ended. `onDied`: it has ended by itself. */
export type Wire = (sandbox: {
  readonly handle: SandboxHandle;
  readonly signal: AbortSignal;
  readonly onDied: (end: End) => void;
}) => Promise<Wiring>;

export type StayParts = {
  readonly line: WaitingLine;
  readonly world: () => string;
  readonly idleMs: number;
  readonly nowMs: () => number;
  readonly onState: (state: LabState) => void;
  readonly log: Logger;
};

type Phase =
  | { readonly kind: 'making'; readonly state: Making; readonly abort: AbortController }
  | { readonly kind: 'running'; readonly wiring: Wiring; readonly clock: IdleClock }
  | {
      readonly kind: 'over';
      readonly state: End;
      readonly sinceMs: number;
      readonly wiring: Wiring | null;
    };

type Making = Extract<LabState, { kind: 'queued' | 'starting' | 'resetting' }>;

/** Sets out for the first sandbox at once. */
export function beginStay(parts: StayParts, firstWire: Wire): Stay {
  const { idleMs, nowMs, log } = parts;
  const first = settingOut('starting');
  let phase: Phase = first;
  void make('starting', first.abort, firstWire);

  function state(): LabState {
    return phase.kind === 'running'
      ? { kind: 'ready', expiresAtMs: phase.clock.deadlineMs() }
      : phase.state;
  }

  function enter(next: Phase) {
    phase = next;
    parts.onState(state());
  }

  /** From the line to a wired sandbox. Whoever aborts it has said what comes next. */
  async function make(aim: 'starting' | 'resetting', abort: AbortController, wire: Wire) {
    const { signal } = abort;
    const tellMaking = (making: Making) => enter({ kind: 'making', state: making, abort });
    try {
      const handle = await parts.line.acquire({
        world: parts.world(),
        isFirst: aim === 'resetting',
        signal,
        onPosition: (position) => tellMaking({ kind: 'queued', position }),
      });
      if (state().kind === 'queued') tellMaking({ kind: aim });
      const wiring = await wire({
        handle,
        signal,
        onDied: (end) => {
          if (phase.kind === 'running' && phase.wiring === wiring) void finish(end);
        },
      });
      if (signal.aborted) return await wiring.close('Nobody waits for it any more.');
      const clock = startIdleClock({ idleMs, nowMs, onExpired });
      enter({ kind: 'running', wiring, clock });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Fault)) log.error({ err: error }, 'a lab could not be made');
      const reason = error instanceof Fault ? error.message : 'The sandbox could not be made.';
      enter({ kind: 'over', state: { kind: 'failed', reason }, sinceMs: nowMs(), wiring: null });
    }
  }

  async function finish(end: End): Promise<void> {
    const ending = phase;
    switch (ending.kind) {
      case 'over':
        return;
      case 'making':
        ending.abort.abort();
        enter({ kind: 'over', state: end, sinceMs: nowMs(), wiring: null });
        return;
      case 'running':
        ending.clock.stop();
        enter({ kind: 'over', state: end, sinceMs: nowMs(), wiring: ending.wiring });
        await ending.wiring.close(end.reason);
    }
  }

  function onExpired() {
    const minutes = Math.round(idleMs / 60_000);
    void finish({
      kind: 'ended',
      reason: `Nothing was typed for ${minutes} minutes, so the sandbox ended. What you have earned stays.`,
    });
  }

  return {
    state,

    running() {
      switch (phase.kind) {
        case 'running':
          return phase.wiring;
        case 'over':
          throw new Fault('lab-ended', `${phase.state.reason} Reset the lab to go on.`);
        case 'making':
          throw stillMaking();
      }
    },

    last: () => (phase.kind === 'making' ? null : phase.wiring),
    overSinceMs: () => (phase.kind === 'over' ? phase.sinceMs : null),

    touch() {
      if (phase.kind === 'running' && phase.clock.touch()) parts.onState(state());
    },

    async restart(wire) {
      const old = phase;
      if (old.kind === 'making') throw stillMaking();
      if (old.kind === 'running') old.clock.stop();
      const next = settingOut('resetting');
      enter(next);
      // The new one is asked for first: where all are in use, it gets the place of the old one.
      const made = make('resetting', next.abort, wire);
      void old.wiring?.close('The lab is being reset.');
      await made;
    },

    end: finish,
  };
}

function settingOut(aim: 'starting' | 'resetting'): Phase & { kind: 'making' } {
  return { kind: 'making', state: { kind: aim }, abort: new AbortController() };
}

function stillMaking(): Fault {
  return new Fault('unavailable', 'The sandbox is being made. Wait a moment.');
}
