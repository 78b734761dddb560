/** Neighbours, of `ip -j neighbour show`. */
import * as z from 'zod';
import type { NeighbourReading } from '../reading.ts';
import { parseJsonLines } from './json-lines.ts';

const neighbourSchema = z
  .object({
    dst: z.string(),
    dev: z.string(),
    lladdr: z.string().optional(),
    state: z.array(z.string()),
  })
  .transform(({ dst, dev, lladdr, state }) => ({
    address: dst,
    device: dev,
    mac: lladdr ?? null,
    state: state[0] ?? 'NONE',
  }));

export const neighboursSchema = z.array(neighbourSchema);

/** Throws when the text is something else. */
export function parseNeighbours(text: string): NeighbourReading[] {
  return neighboursSchema.parse(parseJsonLines(text)[0] ?? []);
}
