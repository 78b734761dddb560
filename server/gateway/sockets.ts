/** The socket.io server: admits, wires every socket to a session of its own, and closes. */
import type { Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import type { Socket } from 'socket.io';
import { Server } from 'socket.io';
import type { Viewer } from '../lab/lab.ts';
import type { Labs } from '../lab/labs.ts';
import type { Notice, NoticeName } from '../protocol/events.ts';
import type { Allowances } from './allowances.ts';
import { answer, isRequestName } from './answer.ts';
import { clientAddress } from './client-address.ts';
import { createCrowd } from './crowd.ts';
import { inFewFrames } from './few-frames.ts';
import type { Identities } from './identity.ts';
import type { Metrics } from './metrics.ts';
import type { OriginPolicy } from './origin.ts';
import { isFromOwnPage } from './origin.ts';
import { createSession } from './session.ts';

export type SocketParts = {
  readonly httpServer: HttpServer;
  readonly labs: Labs;
  readonly identities: Identities;
  readonly allowances: Allowances;
  readonly originPolicy: OriginPolicy;
  readonly addressPolicy: AddressPolicy;
  readonly metrics: Metrics;
  readonly log: Logger;
};

export type AddressPolicy = {
  readonly labsEach: number;
  /** Its X-Forwarded-For is believed. */
  readonly isBehindProxy: boolean;
};

export type Sockets = {
  tellEverybody<N extends NoticeName>(name: N, notice: Notice<N>): void;
  /** Says why, then closes every connection. */
  close(reason: string): Promise<void>;
};

/**
 * A larger message closes the connection without a word, so this stands well above what the schemas
 * allow: somebody who sends a paste in one piece is told to cut it.
 */
const messageLimitBytes = 2 * 1024 * 1024;

/** Tabs of one learner. */
const socketsPerLearner = 12;

/**
 * Packets that wait for a client which does not read. Output of terminals stops long before, by its
 * own acknowledgements; this is for everything else.
 */
const waitingPacketsLimit = 2000;
/** Journeys of a flood are megabytes in one packet. A single packet may be of any size. */
const waitingBytesLimit = 16 * 1024 * 1024;

export function createSockets(parts: SocketParts): Sockets {
  const { labs, identities, allowances, metrics, log } = parts;
  const { labsEach, isBehindProxy } = parts.addressPolicy;
  const socketsOf = new Map<string, number>();
  const crowd = createCrowd(labs, labsEach);

  const io = new Server(parts.httpServer, {
    serveClient: false,
    perMessageDeflate: false, // keystrokes are too small for it, and it costs memory per socket
    httpCompression: false,
    maxHttpBufferSize: messageLimitBytes,
    destroyUpgrade: false, // other upgrades belong to the pages
    allowRequest: (request, decide) => {
      const isAllowed = isFromOwnPage(request.headers, parts.originPolicy);
      decide(isAllowed ? null : 'This page may not use the lab.', isAllowed);
    },
  });

  io.use((socket, next) => {
    const identity = identities.identify(socket.handshake.headers.cookie);
    if (identity.kind !== 'known') {
      return next(refusal('Reload the page: its cookie is missing or was not made here.'));
    }
    if ((socketsOf.get(identity.learnerId) ?? 0) >= socketsPerLearner) {
      return next(refusal('The lab is open in too many tabs. Close some of them.'));
    }
    return next();
  });

  io.on('connection', (socket) => {
    const identity = identities.identify(socket.handshake.headers.cookie);
    if (identity.kind === 'known') serve(socket, identity.learnerId);
    else socket.disconnect(true);
  });

  function serve(socket: Socket, learnerId: string) {
    socketsOf.set(learnerId, (socketsOf.get(learnerId) ?? 0) + 1);
    const { address: peer, headers } = socket.handshake;
    const address = clientAddress(peer, headers['x-forwarded-for'], isBehindProxy);
    const viewer: Viewer = (name, notice) => tell(socket, name, notice);
    const session = createSession({ learnerId, address, labs, crowd, viewer });
    socket.on('disconnect', () => {
      const left = (socketsOf.get(learnerId) ?? 1) - 1;
      if (left > 0) socketsOf.set(learnerId, left);
      else socketsOf.delete(learnerId);
      session.close();
    });

    closeWhenUnread(socket);

    socket.onAny(async (name: string, payload: unknown, acknowledge: unknown) => {
      const respond = typeof acknowledge === 'function' ? acknowledge : () => undefined;
      if (!isRequestName(name)) {
        respond({ ok: false, code: 'bad-request', message: 'There is no event of that name.' });
        return;
      }
      const stop = metrics.startRequest(name);
      const given = await answer(name, payload, { learnerId, session, allowances }, (error) =>
        log.error({ err: error, event: name }, 'a request failed unexpectedly'),
      );
      stop(given.ok ? 'ok' : given.code);
      respond(given);
      session.answered(name);
    });
  }

  function tell<N extends NoticeName>(socket: Socket, name: N, notice: Notice<N>) {
    metrics.countNotice(name);
    socket.emit(name, inFewFrames(name, notice));
  }

  /** The client may come back, and then gets everything as it is by then. */
  function closeWhenUnread(socket: Socket) {
    let waitingPackets = 0;
    let waitingBytes = 0;
    socket.conn.on('flush', () => {
      waitingPackets = 0;
      waitingBytes = 0;
    });
    socket.conn.on('packetCreate', ({ data }: { readonly data?: unknown }) => {
      const isWithin = waitingPackets < waitingPacketsLimit && waitingBytes <= waitingBytesLimit;
      waitingPackets += 1;
      waitingBytes += sizeOf(data);
      if (isWithin) return;
      log.warn({ socket: socket.id }, 'a client does not read; closing its connection');
      socket.conn.close(true);
    });
  }

  let closing: Promise<void> | undefined;
  return {
    tellEverybody: (name, notice) => {
      for (const socket of io.sockets.sockets.values()) tell(socket, name, notice);
    },
    close(reason) {
      closing ??= (async () => {
        io.emit('server:closing', { reason });
        await io.close();
      })();
      return closing;
    },
  };
}

function sizeOf(data: unknown): number {
  if (typeof data === 'string') return data.length;
  return data instanceof Uint8Array ? data.byteLength : 0;
}

/** What a client gets as `connect_error`: `error.data` is a refusal as in every answer. */
function refusal(message: string): Error {
  const data = { ok: false, code: 'forbidden', message };
  return Object.assign(new Error(message), { data });
}
