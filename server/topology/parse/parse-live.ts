/** Settings and listening sockets, as netwatch prints them: a JSON object a line. */
import * as z from 'zod';
import type { ListenerReading, Reading } from '../reading.ts';
import { parseJsonLines } from './json-lines.ts';

const liveSchema = z.array(
  z.discriminatedUnion('is', [
    z.object({ is: z.literal('setting'), name: z.string(), value: z.string() }),
    z.object({
      is: z.literal('listener'),
      protocol: z.enum(['tcp', 'udp']),
      address: z.string(),
      port: z.number(),
      process: z.string().nullable(),
    }),
  ]),
);

/** Throws when the text is something else. */
export function parseLive(text: string): Pick<Reading, 'sysctls' | 'listeners'> {
  const lines = liveSchema.parse(parseJsonLines(text));
  // Several sockets may share one port (SO_REUSEPORT).
  const listeners = new Map<string, ListenerReading>();
  for (const line of lines) {
    if (line.is !== 'listener') continue;
    const { protocol, address, port, process } = line;
    listeners.set(`${protocol} ${address} ${port}`, { protocol, address, port, process });
  }
  return {
    sysctls: lines.flatMap((line) =>
      line.is === 'setting' ? [{ name: line.name, value: line.value }] : [],
    ),
    listeners: [...listeners.values()],
  };
}
