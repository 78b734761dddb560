/** The one store of a lab page: what the server says (lab), the line to it, and what is in view. */
import { createStore } from 'zustand';
import type { Diagnosis } from '../../server/protocol/diagnosis.ts';
import type { Request } from '../../server/protocol/events.ts';
import type { Command } from '../../server/protocol/lab.ts';
import type { Playback } from '../recording/player.ts';
import { emptyLab, type Gone, type LabModel } from './lab-state.ts';
import type { Slots } from './slots.ts';

type Connection =
  | { readonly kind: 'connecting' }
  /** `epoch` counts connections: whoever holds a part of the old one takes it up anew. */
  | { readonly kind: 'open'; readonly epoch: number }
  | { readonly kind: 'lost'; readonly reason: string } // and being regained
  | { readonly kind: 'stopped'; readonly reason: string }; // until the page is reloaded

export type Pane = 'lesson' | 'picture' | 'terminal'; // a phone shows one at a time

/** What stands beneath the picture. `changes`: only the timeline, in one line. */
export const drawerTabs = ['changes', 'packets', 'state', 'why'] as const;
export type DrawerTab = (typeof drawerTabs)[number];

/** One packet of a trace, at one of its hops: see components/packets/steps.ts for the names of hops. */
export type ShownJourney = {
  readonly traceId: string;
  readonly journeyId: string;
  readonly hop: string;
};

export const replaySpeeds = [0.5, 1, 2] as const;
export type ReplaySpeed = (typeof replaySpeeds)[number];

export type WhyQuestion = Request<'why:ask'>;

/** "Why did it fail?", and the answer. `version`: of the topology when it was given. */
export type Why =
  | { readonly kind: 'unasked' }
  | { readonly kind: 'asking'; readonly question: WhyQuestion }
  | {
      readonly kind: 'answered';
      readonly question: WhyQuestion;
      readonly diagnosis: Diagnosis;
      readonly version: number;
    }
  | { readonly kind: 'refused'; readonly question: WhyQuestion; readonly message: string };

export type LabView = Slots & {
  readonly connection: Connection;
  /** Why the connection was last lost, and what went with it; stays readable after it is regained. */
  readonly lastLoss: { readonly reason: string; readonly gone: Gone } | null;
  readonly lab: LabModel;
  /** A recording of the lesson stands for the lab: what can be asked of a lab is not offered. */
  readonly isRecording: boolean;
  readonly playback: Playback | null; // of the recording, once it is there
  /** What was refused last, in the server's words, until dismissed. */
  readonly message: string | null;
  readonly pane: Pane;
  readonly drawer: DrawerTab;
  /** What the facts in the picture tell of; `rule`: index of the one that is meant in a chain. */
  readonly selection: { readonly key: string; readonly rule: number | null } | null;
  /** Objects that something beside the picture speaks of: a new Set glows anew. */
  readonly pointedAt: ReadonlySet<string>;
  /** The trace whose journeys are listed; null: the newest. */
  readonly shownTrace: string | null;
  readonly shownJourney: ShownJourney | null; // the one that is replayed on the picture
  readonly isReplaying: boolean; // goes on by itself, from hop to hop
  readonly replaySpeed: ReplaySpeed;
  /** What "Why" is to be filled in with; a new object fills it in anew. */
  readonly whyWish: { readonly question: WhyQuestion } | null;
  readonly why: Why;
  readonly terminalSize: { readonly columns: number; readonly rows: number }; // for the next one
  readonly runningBlocks: readonly string[]; // blocks whose lines are being typed
  /** Of these, the ones after whose last line the shell waits for the rest of it. */
  readonly unfinishedBlocks: readonly string[];
  readonly ghostOf: string | null; // challenge whose goal is drawn over the picture
  /** Command chosen in a terminal, for the picture to show what it changed. */
  readonly chosenCommand: Pick<Command, 'terminalId' | 'commandId'> | null;
};

/** What was chosen and answered in a lab that is gone says nothing of the new one. */
export const forgotten = {
  selection: null,
  chosenCommand: null,
  ghostOf: null,
  shownTrace: null,
  shownJourney: null,
  isReplaying: false,
  why: { kind: 'unasked' },
} as const satisfies Partial<LabView>;

/** Whether what a person asks of the lab can reach it just now. */
export function isWithinReach({ connection, lab, isRecording }: LabView): boolean {
  return !isRecording && connection.kind === 'open' && lab.state?.kind === 'ready';
}

export type LabStore = ReturnType<typeof createLabStore>;

export function createLabStore(isRecording = false) {
  return createStore<LabView>(() => ({
    connection: { kind: 'connecting' },
    lastLoss: null,
    lab: emptyLab,
    isRecording,
    playback: null,
    message: null,
    pane: 'lesson',
    drawer: 'changes',
    ...forgotten,
    pointedAt: new Set(),
    replaySpeed: 1,
    whyWish: null,
    slots: [null],
    activeSlot: 0,
    terminalSize: { columns: 80, rows: 24 },
    runningBlocks: [],
    unfinishedBlocks: [],
  }));
}
