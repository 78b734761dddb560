/** What a real server told; see record.fixture.ts. */
import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { type Journey, journeySchema, traceSchema } from '../../../server/protocol/journey.ts';
import { topologySchema } from '../../../server/protocol/topology.ts';

const recording = z.strictObject({ trace: traceSchema, journeys: z.array(journeySchema) });

/** One echo request to 8.8.8.8 out of netns0, with empty neighbour tables, and the reply. */
export const ping = recording.parse(read('ping'));

/** `curl example.com` on the host. */
export const curl = recording.parse(read('curl'));

/** In which both were recorded. */
export const { topology } = z.strictObject({ topology: topologySchema }).parse(read('network'));

/** The first one with this title. */
export function titled(journeys: readonly Journey[], title: RegExp): Journey {
  const found = journeys.find((journey) => title.test(journey.title));
  if (found === undefined) throw new Error(`nothing called ${title} was recorded`);
  return found;
}

export const byId = (journeys: readonly Journey[]) =>
  new Map(journeys.map((journey) => [journey.journeyId, journey]));

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8'));
}
