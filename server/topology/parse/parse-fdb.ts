/** What bridges have learnt, of `bridge -j fdb show`. Multicast filters of devices are left out. */
import * as z from 'zod';
import type { FdbReading } from '../reading.ts';
import { parseJsonLines } from './json-lines.ts';

const entriesSchema = z.array(
  z.object({
    mac: z.string(),
    ifname: z.string(),
    master: z.string().optional(),
    state: z.string().optional(),
  }),
);

/** Throws when the text is something else. */
export function parseFdb(text: string): FdbReading[] {
  return entriesSchema
    .parse(parseJsonLines(text)[0] ?? [])
    .flatMap(({ mac, ifname, master, state }) =>
      master === undefined
        ? []
        : [{ bridge: master, port: ifname, mac, isPermanent: state === 'permanent' }],
    );
}
