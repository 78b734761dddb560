/**
 * What the page knows of a lab, and how each message of the server changes it. Pure: data to data.
 * Terminal output does not pass through here; see lab-socket.ts.
 */
import { applyChange } from '../../server/protocol/apply-change.ts';
import type { Attempt } from '../../server/protocol/challenge.ts';
import type { AnswerPayload, Notice } from '../../server/protocol/events.ts';
import type { Command, LabState, Terminal } from '../../server/protocol/lab.ts';
import type { Effort } from '../../server/protocol/progress.ts';
import type { Change, Sight, Topology } from '../../server/protocol/topology.ts';
import { type Traces, withJourneys, withListed, withTrace } from './traces-state.ts';

export type LabModel = {
  readonly labId: string | null; // null until the first answer
  readonly serverStartedAtMs: number;
  readonly state: LabState | null; // null until the first answer
  readonly serverAheadMs: number; // the server's clock minus this browser's
  readonly terminals: readonly Terminal[];
  readonly commands: readonly Command[]; // by terminal, then by number
  readonly topology: Topology | null;
  readonly changes: readonly Change[]; // oldest first, no gaps up to topology.version
  readonly sight: Sight;
  readonly attempts: Readonly<Record<string, Attempt>>; // the latest of each challenge
  readonly earned: readonly string[];
  readonly efforts: readonly Effort[]; // of those
  readonly draws: Readonly<Record<string, string>>; // what the lesson leaves to chance
  readonly traces: Traces;
};

export const emptyLab: LabModel = {
  labId: null,
  serverStartedAtMs: 0,
  state: null,
  serverAheadMs: 0,
  terminals: [],
  commands: [],
  topology: null,
  changes: [],
  sight: { kind: 'clear' },
  attempts: {},
  earned: [],
  efforts: [],
  draws: {},
  traces: [],
};

/** The notices that change the model. */
export type LabNotice =
  | { readonly name: 'lab:state'; readonly notice: Notice<'lab:state'> }
  | { readonly name: 'topology:snapshot'; readonly notice: Notice<'topology:snapshot'> }
  | { readonly name: 'topology:change'; readonly notice: Notice<'topology:change'> }
  | { readonly name: 'topology:sight'; readonly notice: Notice<'topology:sight'> }
  | { readonly name: 'terminal:opened'; readonly notice: Notice<'terminal:opened'> }
  | { readonly name: 'terminal:shell'; readonly notice: Notice<'terminal:shell'> }
  | { readonly name: 'terminal:command'; readonly notice: Notice<'terminal:command'> }
  | { readonly name: 'terminal:ended'; readonly notice: Notice<'terminal:ended'> }
  | { readonly name: 'terminal:closed'; readonly notice: Notice<'terminal:closed'> }
  | { readonly name: 'challenge:attempt'; readonly notice: Notice<'challenge:attempt'> }
  | { readonly name: 'challenge:earned'; readonly notice: Notice<'challenge:earned'> }
  | { readonly name: 'trace:state'; readonly notice: Notice<'trace:state'> }
  | { readonly name: 'trace:journeys'; readonly notice: Notice<'trace:journeys'> };

/** Journeys are told once, and kept over a new connection while it is to the same lab. */
export function opened(
  answer: AnswerPayload<'lab:open'>,
  browserMs: number,
  before: LabModel,
): LabModel {
  return {
    labId: answer.labId,
    serverStartedAtMs: answer.serverStartedAtMs,
    state: answer.state,
    serverAheadMs: answer.nowMs - browserMs,
    terminals: answer.terminals,
    commands: answer.commands,
    topology: answer.topology,
    changes: answer.changes,
    sight: answer.sight,
    attempts: Object.fromEntries(answer.attempts.map((attempt) => [attempt.challengeId, attempt])),
    earned: answer.earned,
    efforts: answer.efforts,
    draws: answer.draws,
    traces: withListed(before.labId === answer.labId ? before.traces : [], answer.traces),
  };
}

/** What of the lab as this page knew it is gone: nothing, the lab, or all labs of that server. */
export function goneWith(answer: AnswerPayload<'lab:open'>, before: LabModel): Gone {
  if (before.labId === null || before.labId === answer.labId) return 'nothing';
  return before.serverStartedAtMs === answer.serverStartedAtMs ? 'lab' : 'server';
}

export type Gone = 'nothing' | 'lab' | 'server';

/** `gap`: the versions no longer follow each other, and the whole topology must be asked for. */
export function noticed(
  lab: LabModel,
  event: LabNotice,
): { readonly lab: LabModel; readonly gap: boolean } {
  if (event.name === 'topology:change') return changed(lab, event.notice.change);
  return { lab: told(lab, event), gap: false };
}

function changed(lab: LabModel, change: Change) {
  if (lab.topology !== null && change.version <= lab.topology.version) return { lab, gap: false };
  if (lab.topology === null || change.version !== lab.topology.version + 1) {
    return { lab, gap: true };
  }
  const topology = applyChange(lab.topology, change);
  return { lab: { ...lab, topology, changes: [...lab.changes, change] }, gap: false };
}

function told(lab: LabModel, event: Exclude<LabNotice, { name: 'topology:change' }>): LabModel {
  switch (event.name) {
    case 'lab:state':
      return withState(lab, event.notice.state);
    case 'topology:snapshot':
      return resynced(lab, event.notice.topology);
    case 'topology:sight':
      return { ...lab, sight: event.notice.sight };
    case 'terminal:opened':
      return withTerminal(lab, event.notice.terminal);
    case 'terminal:shell': {
      const { terminalId, shell, whereabouts } = event.notice;
      return patchTerminal(lab, terminalId, { shell, whereabouts });
    }
    case 'terminal:command':
      return { ...lab, commands: withCommand(lab.commands, event.notice.command) };
    case 'terminal:ended':
      return patchTerminal(lab, event.notice.terminalId, {
        ended: { exitCode: event.notice.exitCode },
      });
    case 'terminal:closed':
      return {
        ...lab,
        terminals: lab.terminals.filter(({ terminalId }) => terminalId !== event.notice.terminalId),
        commands: lab.commands.filter(({ terminalId }) => terminalId !== event.notice.terminalId),
      };
    case 'challenge:attempt': {
      const { attempt } = event.notice;
      return { ...lab, attempts: { ...lab.attempts, [attempt.challengeId]: attempt } };
    }
    case 'challenge:earned': {
      const { challengeId, effort } = event.notice;
      if (lab.earned.includes(challengeId)) return lab;
      const efforts = [...lab.efforts, effort];
      return { ...lab, earned: [...lab.earned, challengeId], efforts };
    }
    case 'trace:state':
      return { ...lab, traces: withTrace(lab.traces, event.notice.trace) };
    case 'trace:journeys': {
      const { traceId, journeys, gone } = event.notice;
      return { ...lab, traces: withJourneys(lab.traces, traceId, journeys, gone) };
    }
  }
}

/** A new sandbox has seen no packets: the server keeps none of the old one's either. */
function withState(lab: LabModel, state: LabState): LabModel {
  const isNew = state.kind === 'starting' || state.kind === 'resetting';
  return { ...lab, state, traces: isNew ? [] : lab.traces };
}

/** Changes before the new snapshot do not lead up to it: the timeline begins anew. */
export function resynced(lab: LabModel, topology: Topology): LabModel {
  return { ...lab, topology, changes: [] };
}

/** A terminal that this page has opened itself is told twice: by the answer and by the notice. */
export function withTerminal(lab: LabModel, terminal: Terminal): LabModel {
  if (lab.terminals.some(({ terminalId }) => terminalId === terminal.terminalId)) return lab;
  return { ...lab, terminals: [...lab.terminals, terminal] };
}

function patchTerminal(lab: LabModel, id: string, patch: Partial<Terminal>): LabModel {
  return {
    ...lab,
    terminals: lab.terminals.map((terminal) =>
      terminal.terminalId === id ? { ...terminal, ...patch } : terminal,
    ),
  };
}

function withCommand(commands: readonly Command[], command: Command): readonly Command[] {
  const others = commands.filter(
    ({ terminalId, commandId }) =>
      terminalId !== command.terminalId || commandId !== command.commandId,
  );
  return [...others, command].sort(
    (a, b) => a.terminalId.localeCompare(b.terminalId) || a.commandId - b.commandId,
  );
}
