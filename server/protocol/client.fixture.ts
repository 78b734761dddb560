/**
 * A client without a browser, for tests, and as an example: it checks everything that the server
 * says against the schemas, and remembers what it was told.
 */
import { io, type Socket } from 'socket.io-client';
import * as z from 'zod/mini';
import {
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
} from './events.ts';

export type Client = {
  readonly socket: Socket;
  /** The Cookie header under which the server knows this learner. */
  readonly cookie: string;
  /** Throws where the server refuses. */
  ask<N extends RequestName>(name: N, request: Request<N>): Promise<AnswerPayload<N>>;
  /** Throws where the server does not refuse. */
  askRefused<N extends RequestName>(name: N, request: Request<N>): Promise<Refusal>;
  open(lessonId: string): Promise<AnswerPayload<'lab:open'>>;
  /** The first notice that is so, among those that came already and those to come. */
  told<N extends NoticeName>(name: N, isSo?: (notice: Notice<N>) => boolean): Promise<Notice<N>>;
  /** All notices of that name so far. */
  all<N extends NoticeName>(name: N): readonly Notice<N>[];
  /** Forgets what was told, so that `told` waits for what comes next. */
  forget(): void;
  close(): void;
};

const patienceMs = 30_000;

export async function connectClient(url: string, knownCookie?: string): Promise<Client> {
  const cookie = knownCookie ?? (await newCookie(url));
  const socket = io(url, { transports: ['websocket'], extraHeaders: { cookie }, forceNew: true });
  let heard: { readonly name: string; readonly notice: unknown }[] = [];
  const waiting = new Set<() => void>();
  socket.onAny((name: string, notice: unknown) => {
    heard.push({ name, notice });
    for (const look of [...waiting]) look();
  });

  const all = <N extends NoticeName>(name: N): Notice<N>[] =>
    heard.filter((each) => each.name === name).map((each) => parseNotice(name, each.notice));

  const client: Client = {
    socket,
    cookie,
    all,

    async ask(name, request) {
      const answer: unknown = await socket.timeout(patienceMs).emitWithAck(name, request);
      const { ok, ...payload } = z.looseObject({ ok: z.boolean() }).parse(answer);
      if (!ok) throw new Error(`${name} was refused: ${JSON.stringify(payload)}`);
      return parseAnswer(name, payload);
    },

    async askRefused(name, request) {
      return refusalSchema.parse(await socket.timeout(patienceMs).emitWithAck(name, request));
    },

    open: (lessonId) => client.ask('lab:open', { protocolVersion, lessonId }),

    told(name, isSo = () => true) {
      const found = Promise.withResolvers<Notice<typeof name>>();
      const look = () => {
        const notice = all(name).find(isSo);
        if (notice === undefined) return;
        waiting.delete(look);
        clearTimeout(timer);
        found.resolve(notice);
      };
      const timer = setTimeout(() => {
        waiting.delete(look);
        const last = heard.slice(-5).map((each) => JSON.stringify(each).slice(0, 300));
        found.reject(new Error(`${name} did not come. The last notices:\n${last.join('\n')}`));
      }, patienceMs);
      waiting.add(look);
      look();
      return found.promise;
    },

    forget() {
      heard = [];
    },

    close: () => void socket.disconnect(),
  };
  return client;
}

/** A lab with a prompt. With a warm sandbox the first answer has it all; else the rest is told. */
export async function enterLab(client: Client, lessonId: string) {
  const view = await client.open(lessonId);
  const terminal = view.terminals[0] ?? (await client.told('terminal:opened')).terminal;
  const topology = view.topology ?? (await client.told('topology:snapshot')).topology;
  if (view.state.kind !== 'ready') {
    await client.told('lab:state', ({ state }) => state.kind === 'ready');
  }
  if (terminal.shell.kind !== 'prompt') {
    await client.told(
      'terminal:shell',
      ({ terminalId, shell }) => terminalId === terminal.terminalId && shell.kind === 'prompt',
    );
  }
  return { view, terminal, topology };
}

async function newCookie(url: string): Promise<string> {
  const { headers } = await fetch(`${url}/favicon.svg`);
  const [cookie = ''] = (headers.get('set-cookie') ?? '').split(';', 1);
  return cookie;
}

type Parser<T> = { parse(data: unknown): T };
const answerParsers: {
  readonly [N in RequestName]: { readonly answer: Parser<AnswerPayload<N>> };
} = requests;
const noticeParsers: { readonly [N in NoticeName]: Parser<Notice<N>> } = notices;

function parseAnswer<N extends RequestName>(name: N, payload: unknown): AnswerPayload<N> {
  return answerParsers[name].answer.parse(payload);
}

function parseNotice<N extends NoticeName>(name: N, notice: unknown): Notice<N> {
  return noticeParsers[name].parse(notice);
}
