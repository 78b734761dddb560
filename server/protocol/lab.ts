/** A lab and its terminals, as the browser sees them. */
import * as z from 'zod/mini';

/** `resetting` keeps the terminals' text on the page while a new sandbox is made. */
export const labStateSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('queued'), position: z.number() }), // 1 is next
  z.strictObject({ kind: z.literal('starting') }),
  z.strictObject({ kind: z.literal('ready'), expiresAtMs: z.number() }), // of idleness; input moves it
  z.strictObject({ kind: z.literal('resetting') }),
  z.strictObject({ kind: z.literal('ended'), reason: z.string() }),
  z.strictObject({ kind: z.literal('failed'), reason: z.string() }),
]);

/** Where a terminal is: on a machine, or in one of its namespaces (path as in the topology). */
export const terminalPlaceSchema = z.strictObject({
  machine: z.string().check(z.maxLength(64)),
  namespacePath: z.nullable(z.string().check(z.maxLength(256))),
});

/** What the shell in a terminal does, known from its shell integration marks. */
export const shellStateSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unknown') }), // no mark seen yet, or a shell without marks
  z.strictObject({ kind: z.literal('prompt') }),
  /** It waits for the rest of the line, as after an open quote. */
  z.strictObject({ kind: z.literal('continuation') }),
  z.strictObject({ kind: z.literal('running'), commandId: z.number() }),
]);

/** The network namespace of the shell that prompted last, as that shell tells it. */
export const whereaboutsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unknown') }), // no prompt yet, or a shell without marks
  z.strictObject({ kind: z.literal('root') }), // the machine's own
  z.strictObject({ kind: z.literal('named'), path: z.string() }), // /run/netns/NAME
  z.strictObject({ kind: z.literal('unnamed') }),
]);

export const terminalSchema = z.strictObject({
  terminalId: z.string(),
  title: z.string(), // `host`, `netns0 on host`
  /**
   * All that it has printed, from byte 0, while that is short plain ASCII; else empty. Who draws it
   * attaches from the byte behind it.
   */
  head: z.string(),
  place: terminalPlaceSchema,
  shell: shellStateSchema,
  whereabouts: whereaboutsSchema,
  ended: z.nullable(z.strictObject({ exitCode: z.nullable(z.number()) })),
});

/** A command typed in a terminal. `startSeq` is the output byte at which its output begins. */
export const commandSchema = z.strictObject({
  terminalId: z.string(),
  commandId: z.number(), // counts up within its terminal
  text: z.string(),
  startSeq: z.number(),
  startedAtMs: z.number(),
  endedAtMs: z.nullable(z.number()),
  exitCode: z.nullable(z.number()), // null also when it ended with its shell
});

export type LabState = z.infer<typeof labStateSchema>;
export type TerminalPlace = z.infer<typeof terminalPlaceSchema>;
export type ShellState = z.infer<typeof shellStateSchema>;
export type Whereabouts = z.infer<typeof whereaboutsSchema>;
export type Terminal = z.infer<typeof terminalSchema>;
export type Command = z.infer<typeof commandSchema>;
