import { expect, it } from 'vitest';
import { probeSchema } from '../../curriculum/language/probe.ts';
import { http } from './http.ts';

/** With what curl says of a fault. */
async function told(stderr: string) {
  const probe = probeSchema.parse({
    ...{ kind: 'http', id: 'x', from: { machine: 'host' }, url: 'http://10.9.0.2/' },
  });
  if (probe.kind !== 'http') throw new Error('It is a page.');
  const run = async () => ({ kind: 'exited', exitCode: 28, stdout: '', stderr }) as const;
  return await http(probe, { run, resolve: (text) => text, where: '`host`' });
}

it.each([
  ['Connection timed out after 3004 milliseconds', 'Connection timed out'],
  [
    'Operation timed out after 2998 milliseconds with 0 bytes received',
    'Operation timed out with 0 bytes received',
  ],
  [
    "Failed to connect to 10.9.0.2 port 80 after 0 ms: Couldn't connect to server",
    "Failed to connect to 10.9.0.2 port 80: Couldn't connect to server",
  ],
])('the same fault is told in the same words, however long it took: %s', async (said, words) => {
  expect(await told(`curl: (28) ${said}\n`)).toEqual({
    kind: 'fails',
    detail: `http://10.9.0.2/ cannot be fetched from \`host\`: curl: (28) ${words}.`,
  });
});
