/** Blocks whose packets are to be seen: recorded from before the first line until the prompt is back. */
import { firstHop } from '../packets/steps.ts';
import type { createRuns } from './lab-runs.ts';
import type { DrawerTab, LabStore, LabView } from './lab-store.ts';
import type { createTraces } from './lab-traces.ts';
import { runningTrace, type TracedJourneys } from './traces-state.ts';

type RunBlock = ReturnType<typeof createRuns>['start'];
type TraceActs = ReturnType<typeof createTraces>;

/** As long as the server allows; what a block sends is mostly over in a second. */
const recordingLimitMs = 60_000;

/** `start` runs a block as `runBlock` does. */
export function createTracedRuns(parts: {
  readonly store: LabStore;
  readonly runBlock: RunBlock;
  readonly traces: Pick<TraceActs, 'startTrace' | 'stopTrace' | 'showJourney'>;
  readonly showDrawer: (tab: DrawerTab) => void;
}) {
  const { store, runBlock, traces, showDrawer } = parts;

  const start: RunBlock = async (block, how) => {
    // Who records already sees what the block sends.
    if (runningTrace(store.getState().lab.traces) !== null) return runBlock(block, how);
    const trace = await traces.startTrace({ kind: 'watch' }, recordingLimitMs);
    if (trace === null) return 'refused';
    const { traceId } = trace;
    const outcome = await runBlock(block, how);
    if (outcome !== 'running') {
      void traces.stopTrace(traceId);
      return outcome;
    }
    const { slots, activeSlot } = store.getState(); // it is typed into the one in view
    void untilOver(traceId, block.id, slots[activeSlot] ?? null).then(() => show(traceId));
    return outcome;
  };

  /** Settles when the prompt is back, or nothing is recorded any more. */
  function untilOver(traceId: string, blockId: string, terminalId: string | null): Promise<void> {
    return new Promise((resolve) => {
      const look = (view: LabView) => {
        if (isRecording(view, traceId) && !isBack(view, blockId, terminalId)) return;
        stopLooking();
        resolve();
      };
      const stopLooking = store.subscribe(look);
      look(store.getState());
    });
  }

  async function show(traceId: string) {
    if (isRecording(store.getState(), traceId)) await traces.stopTrace(traceId);
    showDrawer('packets');
    const traced = store.getState().lab.traces.find(({ trace }) => trace.traceId === traceId);
    const journey = traced === undefined ? undefined : firstSent(traced);
    if (journey === undefined) return;
    await traces.showJourney({ traceId, journeyId: journey.journeyId, hop: firstHop(journey) });
  }

  return start;
}

function isRecording({ lab }: LabView, traceId: string): boolean {
  return runningTrace(lab.traces)?.traceId === traceId;
}

/** All lines are typed, and the shell asks for the next one, or is gone. */
function isBack({ lab, runningBlocks }: LabView, blockId: string, terminalId: string | null) {
  if (runningBlocks.includes(blockId)) return false;
  const terminal = lab.terminals.find((each) => each.terminalId === terminalId);
  return terminal === undefined || terminal.ended !== null || terminal.shell.kind === 'prompt';
}

/** Not the answers, nor the questions for addresses, nor what IPv6 says by itself. */
function firstSent({ journeys }: TracedJourneys) {
  const all = [...journeys.values()];
  const isAsked = ({ kind, title, answers }: (typeof all)[number]) =>
    answers === null && kind !== 'arp' && !/^ICMPv6 (?!echo)/.test(title);
  return all.find(isAsked) ?? all[0];
}
