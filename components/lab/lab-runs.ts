/** Presses of Run in the making: at most one for a terminal, each moved on by what the shell does. */
import type { Terminal, TerminalPlace } from '../../server/protocol/lab.ts';
import type { LabStore } from './lab-store.ts';
import { type Run, stepRun } from './run.ts';
import { entryKeys, shellEntries } from './shell-entries.ts';

type RunnableBlock = {
  readonly id: string;
  readonly code: string;
  readonly place: TerminalPlace;
};

/** `busy`: something runs in that terminal, and nothing was typed. */
type RunOutcome = 'running' | 'busy' | 'refused';

export function createRuns(parts: {
  readonly store: LabStore;
  readonly openTerminal: (place: TerminalPlace) => Promise<Terminal | null>;
  readonly showTerminal: (terminalId: string) => void;
  readonly type: (terminalId: string, data: string) => Promise<{ readonly ok: boolean }>;
}) {
  const { store } = parts;
  const runs = new Map<string, Run>(); // by terminal

  async function start(
    block: RunnableBlock,
    how: 'politely' | 'interrupting',
  ): Promise<RunOutcome> {
    if ([...runs.values()].some((run) => run.blockId === block.id)) return 'running';
    const terminal = terminalAt(block.place) ?? (await parts.openTerminal(block.place));
    if (terminal === null) return 'refused';
    const { terminalId } = terminal;
    const isBusy = terminal.shell.kind === 'running' || runs.has(terminalId);
    if (isBusy && how === 'politely') return 'busy';
    parts.showTerminal(terminalId);
    if (isBusy) {
      runs.delete(terminalId);
      await parts.type(terminalId, '\x03');
    }
    void proceed({
      blockId: block.id,
      terminalId,
      entries: shellEntries(block.code),
      phase: { kind: 'awaiting-prompt' },
    });
    return 'running';
  }

  /** The terminal in view at this place, else any that lives there. */
  function terminalAt({ machine, namespacePath }: TerminalPlace): Terminal | null {
    const { lab, slots, activeSlot } = store.getState();
    const here = lab.terminals.filter(
      ({ ended, place }) =>
        ended === null && place.machine === machine && place.namespacePath === namespacePath,
    );
    const rank = ({ terminalId }: Terminal) =>
      slots[activeSlot] === terminalId ? 0 : slots.includes(terminalId) ? 1 : 2;
    return here.toSorted((a, b) => rank(a) - rank(b))[0] ?? null;
  }

  async function proceed(run: Run) {
    const { lab } = store.getState();
    const terminal = lab.terminals.find(({ terminalId }) => terminalId === run.terminalId);
    const step = stepRun(run, terminal, lab.commands);
    if (step.kind === 'done') runs.delete(run.terminalId);
    else runs.set(run.terminalId, step.run);
    publish();
    if (step.kind !== 'type') return;
    const answer = await parts.type(run.terminalId, entryKeys(step.entry));
    if (!answer.ok) stop(run.blockId);
  }

  /** What is typed stays typed; what is still to come is dropped. */
  function stop(blockId: string) {
    for (const run of [...runs.values()]) {
      if (run.blockId === blockId) runs.delete(run.terminalId);
    }
    publish();
  }

  function publish() {
    const blocks = [...runs.values()].map(({ blockId }) => blockId);
    const { runningBlocks } = store.getState();
    if (blocks.join() !== runningBlocks.join()) store.setState({ runningBlocks: blocks });
  }

  return {
    start,
    stop,
    /** To be called whenever the store has changed. */
    follow() {
      for (const run of runs.values()) void proceed(run);
    },
  };
}
