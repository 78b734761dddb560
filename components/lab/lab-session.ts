/**
 * What a learner can do on a lab page, joined from the store, the socket and the runs. The socket is
 * loaded when the page connects, so that the lesson can be read before.
 */
import type { Answer, Notice, Request, RequestName } from '../../server/protocol/events.ts';
import type { Terminal, TerminalPlace } from '../../server/protocol/lab.ts';
import type { RecordingPlace } from '../recording/connect-recording.ts';
import type { Player } from '../recording/player.ts';
import { rememberDrawer, rememberedDrawer } from './drawer-memory.ts';
import { createRuns } from './lab-runs.ts';
import type { LabSocket } from './lab-socket.ts';
import { withTerminal } from './lab-state.ts';
import {
  createLabStore,
  type DrawerTab,
  type LabStore,
  type LabView,
  type Pane,
} from './lab-store.ts';
import { createTraces } from './lab-traces.ts';
import { createWhy } from './lab-why.ts';
import { inSlot, withoutMissing } from './slots.ts';

/** Who draws a terminal: told its output, and when the server has let this viewer go. */
export type TerminalViewer = {
  readonly take: (output: Notice<'terminal:output'>) => void;
  readonly detached: () => void;
  readonly reveal: (startSeq: number) => void; // scrolls to the command that began there
};

export type LabSession = ReturnType<typeof createLabSession>;

export function createLabSession(options: {
  readonly lessonId: string;
  readonly firstMachine: string; // where the first terminal opens
  readonly onLessonUpdated: () => void;
  readonly recording: RecordingPlace | null; // stands for the lab
}) {
  const store: LabStore = createLabStore(options.recording !== null);
  const viewers = new Map<string, TerminalViewer>();
  let socket: Promise<LabSocket> | null = null;
  let player: Player | null = null; // of a recording, once it is there

  async function request<N extends RequestName>(name: N, request: Request<N>): Promise<Answer<N>> {
    if (socket === null) {
      return { ok: false, code: 'unavailable', message: 'The page is not connected yet.' };
    }
    return (await socket).request(name, request);
  }

  /** As `request`, for what a person asked for: a refusal is shown. */
  async function ask<N extends RequestName>(name: N, asked: Request<N>): Promise<Answer<N>> {
    const answer = await request(name, asked);
    if (!answer.ok) store.setState({ message: answer.message });
    return answer;
  }

  function connect(): () => void {
    const { lessonId, onLessonUpdated, recording } = options;
    const line = {
      store,
      onOutput: (output: Notice<'terminal:output'>) => viewers.get(output.terminalId)?.take(output),
      onDetached: (terminalId: string) => viewers.get(terminalId)?.detached(),
    };
    const onPlayer = (opened: Player) => {
      player = opened;
    };
    const connected: Promise<LabSocket> =
      recording === null
        ? import('./lab-socket.ts').then(({ connectLab }) =>
            connectLab({ ...line, lessonId, onLessonUpdated }),
          )
        : import('../recording/connect-recording.ts').then(({ connectRecording }) =>
            connectRecording({ ...line, place: recording, onPlayer }),
          );
    socket = connected;
    store.setState({ drawer: rememberedDrawer() });
    const stopFollowing = store.subscribe(follow);
    return () => {
      stopFollowing();
      socket = null;
      void connected.then((line) => line.close());
    };
  }

  /** What follows from every change of the store: slots without holes, a first terminal, runs. */
  function follow(view: LabView, before: LabView) {
    const filled = withoutMissing(view, view.lab.terminals);
    if (filled !== null) store.setState(filled);
    runs.follow();
    traces.forgetGone(view);
    const becameReady = view.lab.state?.kind === 'ready' && before.lab.state?.kind !== 'ready';
    if (becameReady && view.lab.terminals.length === 0) void openFirstMachine();
  }

  async function openTerminal(place: TerminalPlace): Promise<Terminal | null> {
    const answer = await ask('terminal:open', { place, ...store.getState().terminalSize });
    if (!answer.ok) return null;
    store.setState((view) => ({
      lab: withTerminal(view.lab, answer.terminal),
      ...inSlot(view, answer.terminal.terminalId),
    }));
    return answer.terminal;
  }

  const openFirstMachine = () =>
    openTerminal({ machine: options.firstMachine, namespacePath: null });

  /** A fresh shell where an ended one was. */
  async function replaceTerminal(terminalId: string) {
    const ended = terminal(terminalId);
    if (ended === undefined) return;
    if ((await openTerminal(ended.place)) !== null) void ask('terminal:close', { terminalId });
  }

  /** After a split: another terminal of the same place, unless one is out of view. */
  function fillSlots() {
    const { slots } = store.getState();
    const [first] = slots;
    const beside = first === null || first === undefined ? undefined : terminal(first);
    if (slots.includes(null) && beside !== undefined) void openTerminal(beside.place);
  }

  function typeIntoActive(data: string) {
    const { slots, activeSlot } = store.getState();
    const terminalId = slots[activeSlot];
    if (typeof terminalId === 'string') void ask('terminal:input', { terminalId, data });
  }

  function terminal(id: string): Terminal | undefined {
    return store.getState().lab.terminals.find(({ terminalId }) => terminalId === id);
  }

  function showTerminal(terminalId: string) {
    store.setState((view) => ({ ...inSlot(view, terminalId), pane: 'terminal' }));
  }

  /** Opens a view beneath the picture; on a phone, the picture's pane with it. */
  function showDrawer(drawer: DrawerTab) {
    store.setState({ drawer, pane: 'picture' });
  }

  /** The same, by the person's own choice: the next lesson begins with it. */
  function chooseDrawer(drawer: DrawerTab) {
    showDrawer(drawer);
    rememberDrawer(drawer);
  }

  const why = createWhy({ store, ask: (question) => request('why:ask', question), showDrawer });

  const traces = createTraces({ store, request, ask });

  const runs = createRuns({
    store,
    openTerminal,
    showTerminal,
    type: (terminalId, data) => ask('terminal:input', { terminalId, data }),
  });

  /** Runs a block as `runBlock`, and shows its packets. Few lessons ask for it: fetched when one does. */
  const runTraced: typeof runs.start = async (block, how) => {
    const fetched = await import('./traced-runs.ts').catch(() => null);
    if (fetched === null) {
      store.setState({ message: 'This part of the page could not be fetched. Reload the page.' });
      return 'refused';
    }
    const { createTracedRuns } = fetched;
    return createTracedRuns({ store, runBlock: runs.start, traces, showDrawer })(block, how);
  };

  return {
    lessonId: options.lessonId,
    store,
    connect,
    request,
    ask,
    openTerminal,
    showTerminal,
    runBlock: runs.start,
    runTraced,
    stopRun: runs.stop,
    giveUpLine: runs.giveUpLine,
    /** Of a recording: shows what the block did. Before the recording is there, nothing. */
    showBlock(id: string) {
      store.setState({ pane: 'terminal' });
      player?.showBlock(id);
    },
    playRecording(act: (player: Player) => void) {
      if (player !== null) act(player);
    },
    terminal,
    openFirstMachine,
    replaceTerminal,
    fillSlots,
    typeIntoActive,
    /** Shows where a command was typed, as far back as the terminal's text is kept. */
    revealCommand(terminalId: string, commandId: number) {
      const command = store
        .getState()
        .lab.commands.find(
          (each) => each.terminalId === terminalId && each.commandId === commandId,
        );
      if (command === undefined) return;
      showTerminal(terminalId);
      viewers.get(terminalId)?.reveal(command.startSeq);
    },
    closeTerminal: (terminalId: string) => ask('terminal:close', { terminalId }),
    reset: (toStartOf: string | null) => ask('lab:reset', { toStartOf }),
    async extend() {
      const answer = await ask('lab:extend', {});
      if (!answer.ok) return;
      const { expiresAtMs } = answer;
      store.setState(({ lab }) =>
        lab.state?.kind === 'ready'
          ? { lab: { ...lab, state: { kind: 'ready', expiresAtMs } } }
          : {},
      );
    },
    showGhost: (challengeId: string | null) =>
      store.setState({ ghostOf: challengeId, ...(challengeId !== null && { pane: 'picture' }) }),
    showPane: (pane: Pane) => store.setState({ pane }),
    showDrawer,
    chooseDrawer,
    ...why,
    ...traces,
    select: (selection: LabView['selection']) => store.setState({ selection }),
    /** Lets these objects glow in the picture. */
    pointAt: (keys: Iterable<string>) => store.setState({ pointedAt: new Set(keys) }),
    /** Registers who draws a terminal, and gives back the way to take that back. */
    view(terminalId: string, viewer: TerminalViewer): () => void {
      viewers.set(terminalId, viewer);
      return () => {
        if (viewers.get(terminalId) === viewer) viewers.delete(terminalId);
      };
    },
  };
}
