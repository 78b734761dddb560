/** A gateway with a cookie maker and fake labs, on a free port, for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { io, type Socket } from 'socket.io-client';
import { listen } from '../listen.ts';
import { type AnswerPayload, protocolVersion, requests } from '../protocol/events.ts';
import { openStore, type Store } from '../store/store.ts';
import { createFakeLabs, type FakeLabs } from './fake-labs.fixture.ts';
import { createGateway, type Gateway } from './gateway.ts';

export type TestGateway = {
  readonly url: string;
  readonly gateway: Gateway;
  readonly labs: FakeLabs;
  readonly store: Store;
  newCookie(): Promise<string>;
  connect(headers: Record<string, string>): Socket;
  /** A tab of a learner, of a new one without a cookie, with its lab open. */
  openLab(cookie?: string): Promise<{
    readonly socket: Socket;
    readonly cookie: string;
    readonly view: AnswerPayload<'lab:open'>;
    readonly terminalId: string;
  }>;
  close(): Promise<void>;
};

export const openRequest = { protocolVersion, lessonId: 'namespaces' };

export async function openTestGateway(): Promise<TestGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-gateway-'));
  const store = await openStore(join(folder, 'patchbay.sqlite'), () => 1000);
  const labs = createFakeLabs(() => 1000);
  const sockets: Socket[] = [];
  const httpServer = createServer();
  const gateway = createGateway({
    httpServer,
    labs,
    store,
    secret: 'a secret of at least thirty-two characters',
    originPolicy: { origins: [], isLoopback: true },
    addressPolicy: { labsEach: 100, isBehindProxy: false },
    pages: {
      async handle(_request, response) {
        response.end('<!doctype html><title>a page</title>');
      },
      async upgrade(_request, socket) {
        socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\nfor the pages');
      },
    },
    isDev: false,
    nowMs: () => 1000,
    log: pino({ level: 'silent' }),
  });
  const url = await listen(httpServer, { host: '127.0.0.1', port: 0 });

  async function newCookie() {
    const response = await fetch(`${url}/`);
    return (response.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
  }

  function connect(headers: Record<string, string>) {
    const options = { transports: ['websocket'], reconnection: false, forceNew: true };
    const socket = io(url, { ...options, extraHeaders: headers });
    sockets.push(socket);
    return socket;
  }

  return {
    url,
    gateway,
    labs,
    store,
    newCookie,
    connect,
    async openLab(knownCookie) {
      const cookie = knownCookie ?? (await newCookie());
      const socket = connect({ cookie });
      const { ok: _ok, ...payload } = await socket.emitWithAck('lab:open', openRequest);
      const view = requests['lab:open'].answer.parse(payload);
      return { socket, view, cookie, terminalId: view.terminals[0]?.terminalId ?? '' };
    },
    async close() {
      for (const socket of sockets) socket.disconnect();
      await gateway.close('the test is over');
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

export function learnerOf(cookie: string): string {
  return cookie.slice(cookie.indexOf('=') + 1, cookie.lastIndexOf('.'));
}
