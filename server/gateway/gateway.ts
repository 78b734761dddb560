/** Puts HTTP and sockets together on one server. */
import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { Labs } from '../lab/labs.ts';
import type { Store } from '../store/store.ts';
import { createAllowances } from './allowances.ts';
import { createIdentities } from './identity.ts';
import { createMetrics } from './metrics.ts';
import type { OriginPolicy } from './origin.ts';
import { createRoutes } from './routes.ts';
import type { AddressPolicy, Sockets } from './sockets.ts';
import { createSockets } from './sockets.ts';

export type GatewayParts = {
  readonly httpServer: HttpServer;
  readonly labs: Labs;
  readonly store: Store;
  /** Signs cookies. */
  readonly secret: string;
  readonly originPolicy: OriginPolicy;
  readonly addressPolicy: AddressPolicy;
  readonly pages: Pages;
  readonly isDev: boolean;
  readonly nowMs: () => number;
  readonly log: Logger;
};

/** Whatever is not the gateway's own. */
export type Pages = {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
};

export type Gateway = Sockets;

/** A client that does not read would never take its farewell. */
const farewellLimitMs = 1000;

/** Serves as soon as the HTTP server listens. */
export function createGateway(parts: GatewayParts): Gateway {
  const { httpServer, labs, store, originPolicy, log } = parts;
  const identities = createIdentities(parts.secret);
  const metrics = createMetrics(labs.figures);
  const allowances = createAllowances(parts.nowMs);
  let isClosing = false;

  const handle = createRoutes({
    labs,
    store,
    identities,
    allowances,
    originPolicy,
    metrics,
    pages: parts.pages.handle,
    isSecure:
      originPolicy.origins.length > 0 &&
      originPolicy.origins.every((origin) => origin.startsWith('https:')),
    isDev: parts.isDev,
    isClosing: () => isClosing,
    log,
  });
  // Before socket.io is attached: it passes on to the listeners it found.
  httpServer.on('request', handle);
  httpServer.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.url?.startsWith('/socket.io/') === true) return;
    parts.pages.upgrade(request, socket, head).catch((error: unknown) => {
      log.warn({ err: error }, 'an upgrade failed');
      socket.destroy();
    });
  });
  const sockets = createSockets({
    httpServer,
    labs,
    identities,
    allowances,
    originPolicy,
    addressPolicy: parts.addressPolicy,
    metrics,
    log,
  });

  const connections = new Set<Socket>();
  httpServer.on('connection', (connection) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
  });

  return {
    tellEverybody: sockets.tellEverybody,
    async close(reason) {
      isClosing = true;
      const impatience = setTimeout(() => {
        for (const connection of connections) connection.destroy();
      }, farewellLimitMs);
      await sockets.close(reason);
      clearTimeout(impatience);
    },
  };
}
