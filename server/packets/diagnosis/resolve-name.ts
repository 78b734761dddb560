/** The address of a name, as the programs of that place find it. */
import { isIP } from 'node:net';
import type { Place, RunResult, SandboxHandle } from '../../sandbox/handle.ts';

export type Resolved =
  | { readonly kind: 'address'; readonly address: string }
  | {
      readonly kind: 'unknown';
      /** The first one of /etc/resolv.conf; null: there is none. */
      readonly nameServer: string | null;
      readonly configuration: string;
    }
  | { readonly kind: 'could-not-run'; readonly reason: string };

export async function resolveName(
  handle: Pick<SandboxHandle, 'run'>,
  place: Place,
  to: string,
  signal?: AbortSignal,
): Promise<Resolved> {
  if (isIP(to) !== 0) return { kind: 'address', address: to };
  const run = (argv: readonly [string, ...string[]]): Promise<RunResult> =>
    handle.run(place, argv, {
      timeoutMs: 3_000,
      outputLimitBytes: 16 * 1024,
      // One try of a second each: a resolver's default is ten seconds.
      env: { LC_ALL: 'C', RES_OPTIONS: 'timeout:1 attempts:1' },
      ...(signal && { signal }),
    });
  const [found, file] = await Promise.all([
    run(['getent', 'ahostsv4', '--', to]),
    run(['cat', '/etc/resolv.conf']),
  ]);
  const address = /^\S+/.exec(found.kind === 'exited' ? found.stdout : '')?.[0];
  if (address !== undefined && isIP(address) !== 0) return { kind: 'address', address };
  if (found.kind === 'could-not-run') return found;
  const configuration = file.kind === 'exited' ? file.stdout.trim() : '';
  const nameServer = /^\s*nameserver\s+(\S+)/m.exec(configuration)?.[1] ?? null;
  return { kind: 'unknown', nameServer, configuration };
}
