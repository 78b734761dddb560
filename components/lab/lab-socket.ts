/**
 * The one file that talks to the socket: opens the lab anew on every connection, parses everything
 * that comes in, and answers every request with a value, also when nobody answers.
 */
import * as z from 'zod/mini';
import {
  type Answer,
  type AnswerPayload,
  type Notice,
  type NoticeName,
  notices,
  protocolVersion,
  type Refusal,
  type Request,
  type RequestName,
  refusalSchema,
  requests,
} from '../../server/protocol/events.ts';
import { takeLine } from './lab-line.ts';
import { goneWith, type LabNotice, noticed, opened, resynced } from './lab-state.ts';
import { forgotten, type LabStore } from './lab-store.ts';
import { runningTrace, withShownTrace } from './traces-state.ts';

const answerTimeoutMs = 20_000; // a reset to a challenge runs the solutions before it

// The same tables, typed so that a name that is not known yet picks its own schema.
const noticeSchemas: { readonly [N in NoticeName]: z.ZodMiniType<Notice<N>> } = notices;
const requestSchemas: {
  readonly [N in RequestName]: { readonly answer: z.ZodMiniType<AnswerPayload<N>> };
} = requests;

export type LabSocket = {
  readonly request: <N extends RequestName>(name: N, request: Request<N>) => Promise<Answer<N>>;
  readonly close: () => void;
};

export function connectLab(options: {
  readonly lessonId: string;
  readonly store: LabStore;
  readonly onOutput: (output: Notice<'terminal:output'>) => void;
  readonly onDetached: (terminalId: string) => void;
  readonly onLessonUpdated: () => void;
}): LabSocket {
  const { lessonId, store } = options;
  const socket = takeLine();
  let epoch = 0;
  let closingReason: string | null = null; // what the server said before it went

  const stop = (reason: string) => {
    store.setState({ connection: { kind: 'stopped', reason } });
    socket.disconnect();
  };
  /** The first reason of an outage stays: that the next tries fail too says nothing new. */
  const lose = (reason: string) => {
    const { connection, lastLoss } = store.getState();
    if (connection.kind === 'stopped' || connection.kind === 'lost') return;
    // What has gone before and was not dismissed is still to be read.
    const gone = lastLoss?.gone ?? 'nothing';
    store.setState({ connection: { kind: 'lost', reason }, lastLoss: { reason, gone } });
  };

  const request: LabSocket['request'] = async (name, request) => {
    if (!socket.connected) return refusal('unavailable', 'There is no connection to the server.');
    const answer = await socket
      .timeout(answerTimeoutMs)
      .emitWithAck(name, request)
      .catch(() => refusal('timed-out', 'The server did not answer in time. Try again.'));
    return parseAnswer(name, answer);
  };

  const hear = <N extends NoticeName>(name: N, take: (notice: Notice<N>) => void) => {
    const schema = noticeSchemas[name];
    socket.on<string>(name, (raw: unknown) => {
      const notice = z.safeParse(schema, withBytes(raw));
      if (notice.success) take(notice.data);
      else stop(`A message of the server (${name}) could not be read. Reload the page.`);
    });
  };

  const tell = (event: LabNotice) => {
    const { lab, gap } = noticed(store.getState().lab, event);
    store.setState({ lab });
    if (gap) void resync();
  };

  let resyncing = false; // changes that follow a gap are gaps too; one answer mends them all
  const resync = async () => {
    if (resyncing) return;
    resyncing = true;
    const answer = await request('topology:resync', {});
    resyncing = false;
    if (answer.ok) store.setState(({ lab }) => ({ lab: resynced(lab, answer.topology) }));
  };

  /** Of a trace that runs, what was told before this connection; of others, when they are looked at. */
  const catchUp = async () => {
    const running = runningTrace(store.getState().lab.traces);
    if (running === null) return;
    const answer = await request('trace:show', { traceId: running.traceId });
    if (!answer.ok) return; // it is asked for again when it is looked at
    store.setState(({ lab }) => ({
      lab: { ...lab, traces: withShownTrace(lab.traces, answer.trace, answer.journeys) },
    }));
  };

  const open = async () => {
    closingReason = null;
    const answer = await request('lab:open', { protocolVersion, lessonId });
    if (answer.ok) {
      epoch += 1;
      store.setState(({ lab, lastLoss }) => {
        const gone = goneWith(answer, lab);
        return {
          ...(gone !== 'nothing' && forgotten),
          lab: opened(answer, Date.now(), lab),
          connection: { kind: 'open', epoch },
          lastLoss: gone === 'nothing' || lastLoss === null ? lastLoss : { ...lastLoss, gone },
        };
      });
      void catchUp();
    } else if (socket.connected) stop(answer.message);
  };
  socket.on('connect', open);
  socket.on('connect_error', (error) => {
    if (socket.active) lose('The server cannot be reached.');
    else stop(z.safeParse(refusedHandshake, error).data?.data.message ?? error.message);
  });
  socket.on('disconnect', (reason) => {
    if (reason === 'io client disconnect') return;
    if (reason === 'io server disconnect' && closingReason === null) {
      stop('The server ended this connection.');
      return;
    }
    lose(closingReason ?? lossWords[reason] ?? reason);
    if (!socket.active) socket.connect();
  });

  hear('server:closing', ({ reason }) => {
    closingReason = reason;
  });
  hear('lab:state', (notice) => tell({ name: 'lab:state', notice }));
  hear('lab:message', ({ text }) => store.setState({ message: text }));
  hear('topology:snapshot', (notice) => tell({ name: 'topology:snapshot', notice }));
  hear('topology:change', (notice) => tell({ name: 'topology:change', notice }));
  hear('topology:sight', (notice) => tell({ name: 'topology:sight', notice }));
  hear('terminal:opened', (notice) => tell({ name: 'terminal:opened', notice }));
  hear('terminal:shell', (notice) => tell({ name: 'terminal:shell', notice }));
  hear('terminal:command', (notice) => tell({ name: 'terminal:command', notice }));
  hear('terminal:ended', (notice) => tell({ name: 'terminal:ended', notice }));
  hear('terminal:closed', (notice) => tell({ name: 'terminal:closed', notice }));
  hear('challenge:attempt', (notice) => tell({ name: 'challenge:attempt', notice }));
  hear('challenge:earned', (notice) => {
    tell({ name: 'challenge:earned', notice });
    if (!notice.isSaved) store.setState({ message: 'Solved, but it could not be saved.' });
  });
  hear('trace:state', (notice) => tell({ name: 'trace:state', notice }));
  hear('trace:journeys', (notice) => tell({ name: 'trace:journeys', notice }));
  hear('terminal:output', options.onOutput);
  hear('terminal:detached', ({ terminalId }) => options.onDetached(terminalId));
  hear('lesson:updated', (notice) => {
    if (notice.lessonId === lessonId) options.onLessonUpdated();
  });

  // A laptop that wakes up should not wait for the next try of the back-off.
  const wake = () => {
    if (socket.active && !socket.connected) socket.connect();
  };
  addEventListener('online', wake);
  document.addEventListener('visibilitychange', wake);
  if (socket.connected) void open(); // begun ahead of the page

  return {
    request,
    close() {
      removeEventListener('online', wake);
      document.removeEventListener('visibilitychange', wake);
      socket.disconnect();
    },
  };
}

const lossWords: Readonly<Record<string, string>> = {
  'transport close': 'The connection broke.',
  'transport error': 'The connection broke.',
  'ping timeout': 'The server was silent for too long.',
};

/** socket.io hands bytes to a browser as ArrayBuffer. */
function withBytes(raw: unknown): unknown {
  const carrier = z.safeParse(z.looseObject({ data: z.instanceof(ArrayBuffer) }), raw);
  return carrier.success ? { ...carrier.data, data: new Uint8Array(carrier.data.data) } : raw;
}

function refusal(code: Refusal['code'], message: string): Refusal {
  return { ok: false, code, message };
}

/** How socket.io hands on the reason for which a handshake was refused. */
const refusedHandshake = z.looseObject({ data: refusalSchema });

const okSchema = z.looseObject({ ok: z.literal(true) });

function parseAnswer<N extends RequestName>(name: N, raw: unknown): Answer<N> {
  const refused = z.safeParse(refusalSchema, raw);
  if (refused.success) return refused.data;
  const accepted = z.safeParse(okSchema, raw);
  if (accepted.success) {
    const { ok, ...rest } = accepted.data;
    const payload = z.safeParse(requestSchemas[name].answer, rest);
    if (payload.success) return { ok, ...payload.data };
  }
  return refusal('internal', `The answer to ${name} could not be read. Reload the page.`);
}
