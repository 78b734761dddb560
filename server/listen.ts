/** Listens, or says in a sentence why not. */
import type { Server } from 'node:http';
import * as z from 'zod';
import { Fault } from './fault.ts';

/** Resolves with the URL. Throws Fault `unavailable`. */
export async function listen(server: Server, wanted: Address): Promise<string> {
  const listening = Promise.withResolvers<void>();
  server.once('error', (error) => listening.reject(faultOf(error, wanted)));
  server.listen(wanted, () => listening.resolve());
  await listening.promise;
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return `http://${wanted.host.includes(':') ? `[${wanted.host}]` : wanted.host}:${port}`;
}

export type Address = { readonly host: string; readonly port: number };

function faultOf(error: Error, { host, port }: Address): Fault {
  const code = 'code' in error ? error.code : null;
  const options = { cause: error };
  switch (code) {
    case 'EADDRINUSE':
      return new Fault(
        'unavailable',
        `Port ${port} of ${host} is taken. End the other program, or choose another: PORT=${port + 1} npm start`,
        options,
      );
    case 'EACCES':
      return new Fault(
        'unavailable',
        `Port ${port} may not be used. Choose one from 1024.`,
        options,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Fault(
        'unavailable',
        `HOST=${host} is no address of this machine. Use 127.0.0.1 or 0.0.0.0.`,
        options,
      );
    default:
      return new Fault('unavailable', `${host}:${port} cannot be used: ${error.message}`, options);
  }
}
