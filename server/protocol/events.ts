/**
 * The events of socket.io, both ways. One socket is one browser tab in one lab. Every request is
 * acknowledged with an answer; every event from the server has a schema too, so that a client can
 * be written from this folder alone.
 */
import * as z from 'zod/mini';
import { attemptSchema, hintSchema, solutionSchema } from './challenge.ts';
import { diagnosisSchema } from './diagnosis.ts';
import { faultCodeSchema } from './fault-code.ts';
import { journeySchema, probeSchema, traceAimSchema, traceSchema } from './journey.ts';
import { flowsSchema, routeAnswerSchema, routingRuleSchema } from './kernel-answers.ts';
import {
  commandSchema,
  labStateSchema,
  shellStateSchema,
  terminalPlaceSchema,
  terminalSchema,
  whereaboutsSchema,
} from './lab.ts';
import { predictionJudgementSchema } from './prediction.ts';
import { effortSchema } from './progress.ts';
import { changeSchema, sightSchema, topologySchema } from './topology.ts';
import { undoOutcomeSchema, undoPlanSchema } from './undo.ts';

/** Raised when an event changes its meaning. A client of another version is told to reload. */
export const protocolVersion = 2;

/** Limits that both sides keep. */
export const inputLimitBytes = 64 * 1024; // of one terminal:input; a larger paste is cut into pieces
export const terminalLimit = 8; // terminals of one lab
export const columnsRange = { min: 2, max: 500 } as const;
export const rowsRange = { min: 1, max: 300 } as const;
/** Bytes of output that the server sends before it waits for terminal:ack. */
export const unacknowledgedLimitBytes = 512 * 1024;
/** Output of no more than this may come as text. */
export const outputTextLimitBytes = 1024;
/** How long one trace may run. */
export const traceDurationRangeMs = { min: 100, max: 60_000 } as const;
/** Sightings that one trace keeps, one for each interface a packet passes; more are counted. */
export const traceSightingLimit = 20_000;
/** Journeys that one trace tells; all others are in its pcapng file. */
export const journeyLimit = 200;
/** Traces of one lab that are kept to be looked at. */
export const traceLimit = 8;

const id = z.string().check(z.minLength(1), z.maxLength(128));
const columns = z.int().check(z.minimum(columnsRange.min), z.maximum(columnsRange.max));
const rows = z.int().check(z.minimum(rowsRange.min), z.maximum(rowsRange.max));
const seq = z.int().check(z.minimum(0));
const empty = z.strictObject({});
const version = z.int().check(z.minimum(1));
const address = z.string().check(z.minLength(2), z.maxLength(45));
const traceDuration = z
  .int()
  .check(z.minimum(traceDurationRangeMs.min), z.maximum(traceDurationRangeMs.max));
/** As `terminalPlaceSchema`, beside other fields. */
const inNamespace = terminalPlaceSchema.shape;

/** What the browser asks: event name → request and the payload of its `ok` answer. */
export const requests = {
  /** First event of a socket. Joins the learner's lab of this lesson, or starts one. */
  'lab:open': {
    request: z.strictObject({ protocolVersion: z.int(), lessonId: id }),
    answer: z.strictObject({
      labId: z.string(),
      /** Another value than before: the server was started anew, and no older lab has outlived that. */
      serverStartedAtMs: z.number(),
      nowMs: z.number(), // server clock, to which expiresAtMs and all other times refer
      state: labStateSchema,
      terminals: z.array(terminalSchema),
      commands: z.array(commandSchema),
      topology: z.nullable(topologySchema),
      changes: z.array(changeSchema), // the timeline so far, oldest first
      sight: sightSchema,
      attempts: z.array(attemptSchema),
      traces: z.array(traceSchema), // that are kept, oldest first; "trace:show" tells their journeys
      /** Challenges that this learner has ever passed. */
      earned: z.array(z.string()),
      efforts: z.array(effortSchema), // of those
      /** What the lesson leaves to chance, as this lab has it: name to value. */
      draws: z.record(z.string(), z.string()),
    }),
  },
  /** A new sandbox for this lab. With a challenge: with the solutions of all earlier ones applied. */
  'lab:reset': { request: z.strictObject({ toStartOf: z.nullable(id) }), answer: empty },
  /** Moves the idle expiry to its full length again. */
  'lab:extend': { request: empty, answer: z.strictObject({ expiresAtMs: z.number() }) },
  /** Ends the lab and frees its sandbox. */
  'lab:leave': { request: empty, answer: empty },
  /** The whole topology again, after a gap in the versions. */
  'topology:resync': { request: empty, answer: z.strictObject({ topology: topologySchema }) },
  'terminal:open': {
    request: z.strictObject({ place: terminalPlaceSchema, columns, rows }),
    answer: z.strictObject({ terminal: terminalSchema }),
  },
  /**
   * Output from byte `fromSeq` on: what is still kept comes as terminal:output events marked
   * `replay`, then live. 0 for all. One attachment per socket and terminal.
   */
  'terminal:attach': {
    request: z.strictObject({ terminalId: id, fromSeq: seq }),
    /**
     * Bytes kept: firstSeq up to nextSeq. When firstSeq is beyond fromSeq, the bytes between are
     * gone: clear the terminal and write `modes` before byte firstSeq, which brings it into the
     * modes (alternate screen, hidden cursor, …) that the lost bytes had set.
     */
    answer: z.strictObject({ firstSeq: seq, nextSeq: seq, modes: z.string() }),
  },
  'terminal:input': {
    request: z.strictObject({
      terminalId: id,
      data: z.string().check(z.maxLength(inputLimitBytes)),
    }),
    answer: empty,
  },
  'terminal:resize': { request: z.strictObject({ terminalId: id, columns, rows }), answer: empty },
  /** All output before byte `seq` has been drawn. */
  'terminal:ack': { request: z.strictObject({ terminalId: id, seq }), answer: empty },
  'terminal:close': { request: z.strictObject({ terminalId: id }), answer: empty },
  'hint:show': {
    request: z.strictObject({ challengeId: id, level: z.int().check(z.minimum(1), z.maximum(9)) }),
    answer: z.strictObject({ hint: hintSchema }),
  },
  'solution:show': {
    request: z.strictObject({ challengeId: id }),
    answer: z.strictObject({ solution: solutionSchema }),
  },
  /** Captures every packet of the lab from the answer on. One trace at a time. */
  'trace:start': {
    request: z.strictObject({ aim: traceAimSchema, durationMs: traceDuration }),
    answer: z.strictObject({ trace: traceSchema }),
  },
  'trace:stop': { request: z.strictObject({ traceId: id }), answer: empty },
  /** A trace that is kept, running or not, with all of its journeys so far. */
  'trace:show': {
    request: z.strictObject({ traceId: id }),
    answer: z.strictObject({ trace: traceSchema, journeys: z.array(journeySchema) }),
  },
  /** Tries it with a trace, and says what is broken. */
  'why:ask': {
    request: z.strictObject({ ...inNamespace, probe: probeSchema }),
    answer: z.strictObject({ diagnosis: diagnosisSchema }),
  },
  /** Sends what the lesson asks about, with a trace, and says what came of it. */
  'predict:judge': {
    request: z.strictObject({ predictionId: id, choice: z.string().check(z.maxLength(500)) }),
    answer: z.strictObject({ judgement: predictionJudgementSchema }),
  },
  /** Which way a packet for `destination` would take from there. */
  'kernel:route': {
    request: z.strictObject({ ...inNamespace, destination: address }),
    answer: z.strictObject({ answer: routeAnswerSchema }),
  },
  /** What connection tracking holds in that namespace. */
  'kernel:flows': { request: z.strictObject(inNamespace), answer: flowsSchema },
  /** Which routing tables are asked there, and in which order. */
  'kernel:routing-rules': {
    request: z.strictObject(inNamespace),
    answer: z.strictObject({ rules: z.array(routingRuleSchema) }),
  },
  /** What it would take to bring the topology of that version back. Changes nothing. */
  'undo:plan': {
    request: z.strictObject({ toVersion: version }),
    answer: z.strictObject({ plan: undoPlanSchema }),
  },
  /** Does it, unless the network has changed since the plan. */
  'undo:apply': {
    request: z.strictObject({ toVersion: version, fromVersion: version }),
    answer: z.strictObject({ outcome: undoOutcomeSchema }),
  },
} as const;

/**
 * Bytes; or text, which stands for the bytes of its ASCII: it needs no frame of its own. A browser
 * gets an ArrayBuffer of socket.io, to be wrapped before parsing.
 */
const outputBytes = z.pipe(
  z.union([
    z.custom<Uint8Array>((value) => value instanceof Uint8Array),
    z.string().check(z.maxLength(outputTextLimitBytes)),
  ]),
  z.transform((data) => (typeof data === 'string' ? new TextEncoder().encode(data) : data)),
);

/** What the server tells. */
export const notices = {
  'lab:state': z.strictObject({ state: labStateSchema }),
  /** The server did something in the lab; what and why, for people. */
  'lab:message': z.strictObject({ text: z.string() }),
  /** Once at the beginning, after a reset, and when the observer had a gap. */
  'topology:snapshot': z.strictObject({ topology: topologySchema }),
  'topology:change': z.strictObject({ change: changeSchema }),
  'topology:sight': z.strictObject({ sight: sightSchema }),
  'terminal:opened': z.strictObject({ terminal: terminalSchema }),
  /** `data` are bytes `seq` up to `seq + data.length` of the terminal's output. */
  'terminal:output': z.strictObject({
    terminalId: z.string(),
    seq: z.number(),
    data: outputBytes,
    replay: z.boolean(),
  }),
  /** This socket no longer gets the output, since it did not acknowledge. It may attach again. */
  'terminal:detached': z.strictObject({ terminalId: z.string(), reason: z.string() }),
  'terminal:shell': z.strictObject({
    terminalId: z.string(),
    shell: shellStateSchema,
    whereabouts: whereaboutsSchema,
  }),
  'terminal:command': z.strictObject({ command: commandSchema }), // at its start and at its end
  'terminal:ended': z.strictObject({ terminalId: z.string(), exitCode: z.nullable(z.number()) }),
  'terminal:closed': z.strictObject({ terminalId: z.string() }),
  'challenge:attempt': z.strictObject({ attempt: attemptSchema }),
  /** `isSaved` false: the progress could not be written, and is gone when the server stops. */
  'challenge:earned': z.strictObject({
    challengeId: z.string(),
    isSaved: z.boolean(),
    effort: effortSchema,
  }),
  'trace:state': z.strictObject({ trace: traceSchema }),
  /** Journeys that are new, or went on. */
  'trace:journeys': z.strictObject({
    traceId: z.string(),
    journeys: z.array(journeySchema),
    /** Ids that were told before: what came later shows that they belong to other journeys. */
    gone: z.array(z.string()),
  }),
  /** The lesson's files changed on disk (author mode). */
  'lesson:updated': z.strictObject({ lessonId: z.string() }),
  /** Said before the server closes the connection. */
  'server:closing': z.strictObject({ reason: z.string() }),
} as const;

export const refusalSchema = z.strictObject({
  ok: z.literal(false),
  code: faultCodeSchema,
  message: z.string(),
});

export type RequestName = keyof typeof requests;
export type Request<N extends RequestName> = z.infer<(typeof requests)[N]['request']>;
export type AnswerPayload<N extends RequestName> = z.infer<(typeof requests)[N]['answer']>;
export type Refusal = z.infer<typeof refusalSchema>;
export type Answer<N extends RequestName> = ({ readonly ok: true } & AnswerPayload<N>) | Refusal;
export type NoticeName = keyof typeof notices;
export type Notice<N extends NoticeName> = z.infer<(typeof notices)[N]>;
