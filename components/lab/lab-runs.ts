/** Presses of Run in the making: at most one for a terminal, each moved on by what the shell does. */
import type { Terminal, TerminalPlace } from '../../server/protocol/lab.ts';
import type { LabStore } from './lab-store.ts';
import { type Run, stepRun } from './run.ts';
import { entryKeys, shellEntries } from './shell-entries.ts';
import { terminalAt } from './whereabouts.ts';

type RunnableBlock = {
  readonly id: string;
  readonly code: string;
  readonly place: TerminalPlace;
};

const interrupt = '\x03'; // Ctrl-C

/** `busy`: something runs in that terminal, or a line is not finished there; nothing was typed. */
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
    const terminal =
      terminalAt(store.getState(), block.place) ?? (await parts.openTerminal(block.place));
    if (terminal === null) return 'refused';
    const { terminalId } = terminal;
    const isBusy =
      terminal.shell.kind === 'running' ||
      terminal.shell.kind === 'continuation' ||
      runs.has(terminalId);
    if (isBusy && how === 'politely') return 'busy';
    parts.showTerminal(terminalId);
    if (isBusy) {
      runs.delete(terminalId);
      await parts.type(terminalId, interrupt);
    }
    void proceed({
      blockId: block.id,
      terminalId,
      entries: shellEntries(block.code),
      phase: { kind: 'awaiting-prompt' },
    });
    return 'running';
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

  /** Takes the line back that the shell still waits for the end of, with all that was to follow. */
  async function giveUpLine(blockId: string) {
    const run = [...runs.values()].find((each) => each.blockId === blockId);
    stop(blockId);
    if (run !== undefined) await parts.type(run.terminalId, interrupt);
  }

  function publish() {
    const { lab, runningBlocks, unfinishedBlocks } = store.getState();
    const all = [...runs.values()];
    const running = all.map(({ blockId }) => blockId);
    const unfinished = all
      .filter(({ phase, terminalId }) => {
        const terminal = lab.terminals.find((each) => each.terminalId === terminalId);
        return phase.kind === 'typed' && terminal?.shell.kind === 'continuation';
      })
      .map(({ blockId }) => blockId);
    if (running.join() !== runningBlocks.join() || unfinished.join() !== unfinishedBlocks.join()) {
      store.setState({ runningBlocks: running, unfinishedBlocks: unfinished });
    }
  }

  return {
    start,
    stop,
    giveUpLine,
    /** To be called whenever the store has changed. */
    follow() {
      for (const run of runs.values()) void proceed(run);
    },
  };
}
