/** A learner without a browser: a cookie, a socket, and the protocol. */
import { io } from 'socket.io-client';
import * as z from 'zod';
import {
  type AnswerPayload,
  type Notice,
  type NoticeName,
  notices,
  protocolVersion,
  type Request,
  type RequestName,
  refusalSchema,
  requests,
} from '../protocol/events.ts';

export type Learner = Disposable & {
  /** Rejects when the server refuses. */
  ask<N extends RequestName>(name: N, request: Request<N>): Promise<AnswerPayload<N>>;
  /** Without waiting for the answer. */
  send<N extends RequestName>(name: N, request: Request<N>): void;
  /** Hears every notice of that name from now on. For output there is hearOutput. */
  hear<N extends NoticeName>(name: N, listener: (notice: Notice<N>) => void): void;
  /** Looks only at what it needs: to parse each piece with a schema would be measured too. */
  hearOutput(listener: (output: Output) => void): void;
  /** The next notice of that name for which `isIt` holds. Rejects after half a minute. */
  next<N extends NoticeName>(name: N, isIt: (notice: Notice<N>) => boolean): Promise<Notice<N>>;
};

type Output = { readonly seq: number; readonly data: Uint8Array };
type Schema<T> = { parse(value: unknown): T };
const noticeSchemas: { readonly [N in NoticeName]: Schema<Notice<N>> } = notices;
const requestSchemas: {
  readonly [N in RequestName]: { readonly answer: Schema<AnswerPayload<N>> };
} = requests;
const okSchema = z.object({ ok: z.literal(true) });

const patienceMs = 30_000;

async function connectLearner(url: string, cookie: string): Promise<Learner> {
  const socket = io(url, {
    transports: ['websocket'],
    extraHeaders: { cookie, origin: url },
    reconnection: false,
    forceNew: true,
  });
  await new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(undefined));
    socket.once('connect_error', reject);
  });

  const learner: Learner = {
    async ask(name, request) {
      const answer: unknown = await socket.timeout(patienceMs).emitWithAck(name, request);
      const refusal = refusalSchema.safeParse(answer);
      if (refusal.success) throw new Error(`${name}: ${refusal.data.message}`);
      const { ok: _, ...payload } = okSchema.loose().parse(answer);
      return requestSchemas[name].answer.parse(payload);
    },
    send: (name, request) => void socket.emit(name, request),
    hear(name, listener) {
      const schema = noticeSchemas[name];
      socket.on<string>(name, (notice: unknown) => listener(schema.parse(notice)));
    },
    hearOutput(listener) {
      socket.on('terminal:output', (output: unknown) => {
        if (isOutput(output)) listener({ seq: output.seq, data: Buffer.from(output.data) });
      });
    },
    next(name, isIt) {
      const { promise, resolve, reject } = Promise.withResolvers<Notice<typeof name>>();
      const timer = setTimeout(() => reject(new Error(`No ${name} came.`)), patienceMs);
      learner.hear(name, (notice) => {
        if (isIt(notice)) resolve(notice);
      });
      const settled = promise.finally(() => clearTimeout(timer));
      settled.catch(() => undefined); // whoever waits is told; nobody may be waiting
      return settled;
    },
    [Symbol.dispose]: () => socket.close(),
  };
  return learner;
}

/** In a lab that is ready, with the lab as it was then: somebody new, unless a cookie is given. */
export async function enterLab(
  url: string,
  lessonId: string,
  cookie?: string,
): Promise<{ readonly learner: Learner; readonly lab: AnswerPayload<'lab:open'> }> {
  const learner = await connectLearner(url, cookie ?? (await newCookie(url)));
  const isReady = learner.next('lab:state', ({ state }) => state.kind === 'ready');
  const request = { protocolVersion, lessonId };
  const { state } = await learner.ask('lab:open', request);
  if (state.kind !== 'ready') await isReady;
  return { learner, lab: await learner.ask('lab:open', request) };
}

export async function newCookie(url: string): Promise<string> {
  const page = await fetch(url);
  await page.body?.cancel();
  return page.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
}

function isOutput(value: unknown): value is { seq: number; data: Uint8Array | string } {
  if (typeof value !== 'object' || value === null) return false;
  const isNumbered = 'seq' in value && typeof value.seq === 'number';
  if (!isNumbered || !('data' in value)) return false;
  return typeof value.data === 'string' || value.data instanceof Uint8Array;
}
