/** HTTP: health, metrics and progress; all else goes to the pages, with a cookie for newcomers. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { Fault } from '../fault.ts';
import type { Labs } from '../lab/labs.ts';
import type { FaultCode } from '../protocol/fault-code.ts';
import type { Store } from '../store/store.ts';
import type { Allowances } from './allowances.ts';
import { refusalOf } from './answer.ts';
import type { Identities } from './identity.ts';
import type { Metrics } from './metrics.ts';
import type { OriginPolicy } from './origin.ts';
import { isFromOwnPage } from './origin.ts';
import { securityHeaders } from './security-headers.ts';

export type RouteParts = {
  readonly labs: Labs;
  readonly store: Store;
  readonly identities: Identities;
  readonly allowances: Allowances;
  readonly originPolicy: OriginPolicy;
  readonly metrics: Metrics;
  readonly pages: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly isSecure: boolean;
  readonly isDev: boolean;
  readonly isClosing: () => boolean;
  readonly log: Logger;
};

/** Never rejects. */
export function createRoutes(parts: RouteParts) {
  const { labs, store, identities, allowances, metrics, log } = parts;
  const headers = securityHeaders({ isDev: parts.isDev });

  const routes: Readonly<Record<string, (request: IncomingMessage) => Promise<Reply>>> = {
    'GET /healthz': async () =>
      parts.isClosing()
        ? { status: 503, body: { status: 'closing' } }
        : { status: 200, body: { status: 'ok', sandboxes: labs.figures().sandboxes } },

    'GET /metrics': async () => ({
      status: 200,
      body: await metrics.text(),
      headers: { 'content-type': metrics.contentType },
    }),

    'GET /api/progress': async (request) => ({
      status: 200,
      body: await store.progress(learnerOf(request)),
    }),

    'GET /api/progress/export': async (request) => ({
      status: 200,
      body: await store.progress(learnerOf(request)),
      headers: { 'content-disposition': 'attachment; filename="patchbay-progress.json"' },
    }),

    'DELETE /api/progress': async (request) => {
      const learnerId = learnerOf(request);
      await labs.endAllOf(learnerId, 'You deleted your progress.');
      await store.forget(learnerId);
      return { status: 200, body: { ok: true } };
    },
  };

  /** Those whose address holds ids: a pattern, and what it matched. */
  const patterns: readonly {
    readonly pattern: RegExp;
    readonly reply: (request: IncomingMessage, ids: readonly string[]) => Promise<Reply>;
  }[] = [
    {
      pattern: /^GET \/api\/labs\/([\w-]+)\/traces\/(\w+)\.pcapng$/,
      reply: async (request, [labId = '', traceId = '']) => {
        const learnerId = learnerOf(request);
        allowances.spend(learnerId, 'trace:save');
        return {
          status: 200,
          body: labs.find(learnerId, labId).tracePcapng(traceId),
          headers: {
            'content-type': 'application/vnd.tcpdump.pcap',
            'content-disposition': `attachment; filename="patchbay-trace-${traceId}.pcapng"`,
          },
        };
      },
    },
  ];

  function find(line: string): ((request: IncomingMessage) => Promise<Reply>) | undefined {
    const route = routes[line];
    if (route !== undefined) return route;
    for (const { pattern, reply } of patterns) {
      const [match, ...ids] = pattern.exec(line) ?? [];
      if (match !== undefined) return (request) => reply(request, ids);
    }
    return undefined;
  }

  function learnerOf(request: IncomingMessage): string {
    if (!isFromOwnPage(request.headers, parts.originPolicy)) {
      throw new Fault('forbidden', 'This page may not ask that.');
    }
    const identity = identities.identify(request.headers.cookie);
    if (identity.kind === 'known') return identity.learnerId;
    throw new Fault('forbidden', 'Reload the page: its cookie is missing or was not made here.');
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const [name, value] of headers) response.setHeader(name, value);
    const [path = '/'] = (request.url ?? '/').split('?', 1);
    const route = find(`${request.method} ${path}`);
    try {
      if (route !== undefined) send(response, await route(request));
      else if (path.startsWith('/api/')) throw new Fault('not-found', 'There is no such address.');
      else await page(request, response, path);
    } catch (error) {
      if (!(error instanceof Fault)) log.error({ err: error, path }, 'a page or request failed');
      if (response.headersSent) response.destroy();
      else {
        const refusal = refusalOf(error);
        send(response, { status: statusOf(refusal.code), body: refusal });
      }
    }
  };

  function page(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const isAsset = path.startsWith('/_next/');
    if (!isAsset && identities.identify(request.headers.cookie).kind !== 'known') {
      response.setHeader('set-cookie', identities.mint({ isSecure: parts.isSecure }).setCookie);
    }
    return parts.pages(request, response);
  }
}

type Reply = {
  readonly status: number;
  /** Bytes and text are sent as they are, any other object as JSON. */
  readonly body: string | Uint8Array | object;
  readonly headers?: Readonly<Record<string, string>>;
};

/** For who does not read. */
const unreadLimitMs = 30_000;

function send(response: ServerResponse, { status, body, headers }: Reply) {
  response.setTimeout(unreadLimitMs);
  const isText = typeof body === 'string';
  response.writeHead(status, {
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(isText || body instanceof Uint8Array ? body : JSON.stringify(body));
}

function statusOf(code: FaultCode): number {
  switch (code) {
    case 'bad-request':
      return 400;
    case 'forbidden':
      return 403;
    case 'not-found':
      return 404;
    case 'too-many-requests':
      return 429;
    case 'unavailable':
    case 'lab-full':
      return 503;
    default:
      return 500;
  }
}
