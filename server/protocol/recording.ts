/**
 * A lesson that was played once, to be read where there is no lab. The terminal's side is an
 * asciicast v2 beside it (https://docs.asciinema.org/manual/asciicast/v2/); this is the picture's.
 * All times are milliseconds since the recording's beginning, the same as in the asciicast.
 */
import * as z from 'zod/mini';
import { changeSchema, topologySchema } from './topology.ts';

export const recordingSchema = z.strictObject({
  /** Of the world and blocks that were played: another one means that the lesson has changed since. */
  madeOf: z.string(),
  lengthMs: z.number(),
  blocks: z.array(
    z.strictObject({
      id: z.string(), // of the lesson's run block
      fromMs: z.number(), // when it was typed
      toMs: z.number(), // when its last prompt was back
    }),
  ),
  start: topologySchema,
  /** In order, versions without gaps; `atMs` as above. */
  changes: z.array(changeSchema),
});

export type Recording = z.infer<typeof recordingSchema>;
