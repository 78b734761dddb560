/** Whether a name server answers at all: getent(1) says the same of one that knows no address and of none. */
import { domainToASCII } from 'node:url';
import type { Place, SandboxHandle } from '../../sandbox/handle.ts';

export type NameServerSays = 'answers' | 'silent' | 'unknown';

/** One question by UDP; resolvers wait for a second, too. */
const script = `
exec 3<>"/dev/udp/$1/53" && printf "$2" >&3 && timeout 1 head -c 4 <&3 | od -An -tx1`;

export async function askNameServer(
  handle: Pick<SandboxHandle, 'run'>,
  place: Place,
  nameServer: string,
  name: string,
  signal?: AbortSignal,
): Promise<NameServerSays> {
  const question = questionFor(name);
  if (question === null) return 'unknown';
  const result = await handle.run(place, ['bash', '-c', script, 'bash', nameServer, question], {
    timeoutMs: 3_000,
    outputLimitBytes: 1024,
    env: { LC_ALL: 'C' },
    ...(signal && { signal }),
  });
  if (result.kind !== 'exited') return 'unknown';
  return /^( [0-9a-f]{2}){4}$/m.test(result.stdout) ? 'answers' : 'silent';
}

/** For its IPv4 address, as escapes of printf; null for what is no name. */
export function questionFor(name: string): string | null {
  const labels = domainToASCII(name).split('.');
  if (labels.at(-1) === '') labels.pop();
  if (labels.length === 0 || labels.some((label) => label === '' || label.length > 63)) return null;
  const header = [0x70, 0x62, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0]; // an id; recursion is wished
  const words = labels.flatMap((label) => [label.length, ...Buffer.from(label, 'latin1')]);
  const bytes = [...header, ...words, 0, 0, 1, 0, 1]; // A, IN
  return bytes.map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
