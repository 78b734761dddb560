/**
 * Keeps a screen in step with a terminal of the server: attaches on every connection where it left
 * off, acknowledges what is drawn, and sends what is typed.
 */
import type { Notice } from '../../server/protocol/events.ts';
import type { LabSession } from '../lab/lab-session.ts';
import { createInputQueue } from './input-queue.ts';
import { resume, takeOutput } from './output-cursor.ts';
import type { Size, XtermTerminal } from './xterm-terminal.ts';

/** Well below what the server sends unacknowledged, so that it need not wait for a drawing page. */
const acknowledgeEveryBytes = 64 * 1024;

type Stage =
  /** `early` came before the answer. */
  | { readonly kind: 'attaching'; readonly early: Notice<'terminal:output'>[] }
  | { readonly kind: 'attached'; readonly screen: XtermTerminal };

export function followTerminal(options: {
  readonly session: LabSession;
  readonly terminalId: string;
  /** The first bytes of its output, known with the terminal itself. They are drawn at once. */
  readonly head: string;
  /** It attaches before that is there, so that the first output need not wait for it. */
  readonly screen: Promise<XtermTerminal>;
  readonly onEnterAfterEnd: () => void;
}) {
  const { session, terminalId, head } = options;
  const { store } = session;
  let nextSeq = head.length; // first byte that has not come yet
  let acknowledgedSeq = 0;
  let attachment = 0; // counts attempts: an answer to an older one is void
  let stage: Stage = { kind: 'attaching', early: [] };
  let replaysToDraw = 0;
  let isClosed = false;

  async function attach(fromSeq: number) {
    attachment += 1;
    const current = attachment;
    const early: Notice<'terminal:output'>[] = [];
    stage = { kind: 'attaching', early };
    const [answer, screen] = await Promise.all([
      session.request('terminal:attach', { terminalId, fromSeq }),
      options.screen,
    ]);
    if (isClosed || current !== attachment || !answer.ok) return; // the next connection tries again
    const resumption = resume(fromSeq, answer);
    if (resumption.kind === 'restart') {
      screen.restart('');
      await attach(0);
      return;
    }
    if (resumption.kind === 'clear') screen.restart(resumption.modes);
    nextSeq = resumption.nextSeq;
    acknowledgedSeq = nextSeq;
    stage = { kind: 'attached', screen };
    // What does not join on here is from an attachment before this one, and comes again.
    for (const output of early) draw(screen, output);
  }

  function draw(screen: XtermTerminal, output: Notice<'terminal:output'>): 'gap' | 'drawn' {
    const taken = takeOutput(nextSeq, output);
    if (taken.kind === 'gap') return 'gap';
    if (taken.kind === 'known') return 'drawn';
    const span = { startSeq: nextSeq, endSeq: taken.nextSeq };
    nextSeq = taken.nextSeq;
    if (output.replay) replaysToDraw += 1;
    screen.write(taken.bytes, span, () => {
      if (output.replay) replaysToDraw -= 1;
      acknowledge(span.endSeq);
    });
    return 'drawn';
  }

  function drawHead(screen: XtermTerminal) {
    replaysToDraw += 1;
    screen.write(new TextEncoder().encode(head), { startSeq: 0, endSeq: head.length }, () => {
      replaysToDraw -= 1;
    });
  }

  function acknowledge(seq: number) {
    if (isClosed || seq - acknowledgedSeq < acknowledgeEveryBytes) return;
    acknowledgedSeq = seq;
    void session.request('terminal:ack', { terminalId, seq });
  }

  const send = createInputQueue((data) => session.ask('terminal:input', { terminalId, data }));
  let marks: XtermTerminal['marks'] | null = null;
  void options.screen.then((screen) => {
    marks = screen.marks;
    screen.onInput(type);
    if (head !== '') drawHead(screen);
  });

  function type(data: string) {
    // Answers that xterm gives to queries in replayed output were given when it was live.
    if (replaysToDraw > 0 || stage.kind === 'attaching') return;
    const terminal = session.terminal(terminalId);
    if (terminal?.ended !== null) {
      if (data === '\r') options.onEnterAfterEnd();
      return;
    }
    send(data);
  }

  const ownCommands = () =>
    store.getState().lab.commands.filter((command) => command.terminalId === terminalId);
  const startSeqs = () => ownCommands().map(({ startSeq }) => startSeq);

  const stopViewing = session.view(terminalId, {
    take(output) {
      if (stage.kind === 'attaching') stage.early.push(output);
      else if (draw(stage.screen, output) === 'gap') {
        stage.screen.restart('');
        void attach(0);
      }
    },
    // Let go for being slow: what it missed is asked for again, now that this has been understood.
    detached: () => void attach(nextSeq),
    reveal: (startSeq) => void marks?.reveal(startSeq, startSeqs()),
  });

  let epoch = 0;
  const attachToConnection = () => {
    const { connection } = store.getState();
    if (connection.kind !== 'open' || connection.epoch === epoch) return;
    epoch = connection.epoch;
    void attach(nextSeq);
  };
  const stopFollowing = store.subscribe(attachToConnection);
  attachToConnection();

  return {
    /** The command at a mark of the gutter: the picture shows what it changed. */
    choose(markIndex: number) {
      const startSeq = marks?.commandOf(markIndex, startSeqs());
      const command = ownCommands().find((each) => each.startSeq === startSeq);
      if (command === undefined) return;
      store.setState({ chosenCommand: { terminalId, commandId: command.commandId } });
    },
    resized(size: Size) {
      void session.request('terminal:resize', { terminalId, ...size });
    },
    close() {
      isClosed = true;
      stopFollowing();
      stopViewing();
    },
  };
}
