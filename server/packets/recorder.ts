/** Keeps what a capture yields, up to its limits, and counts the rest. */
import { traceSightingLimit } from '../protocol/events.ts';
import { decodeFrame } from './decode/decode-frame.ts';
import type { DecodedSighting, Recording, Sighting, Verdict } from './sighting.ts';

export type Recorder = {
  addSightings(batch: readonly Sighting[]): void;
  addVerdicts(batch: readonly Verdict[]): void;
  /** The capture itself had no room for them. */
  leaveOut(count: number): void;
  /** What journeys are told of: the first sightings, taken apart. */
  recording(isOver: boolean): Recording;
  /** From now on `recording` holds nothing, and takes no memory. */
  forgetRecording(): void;
  /** Everything that was kept, in the order of time. */
  sightings(): readonly Sighting[];
  /** How many those are. */
  captured(): number;
  leftOut(): number;
};

/** Enough for two hundred packets on a long way; building more would keep others waiting. */
const toldSightings = 3_000;
/** A packet in a long ruleset has many. */
const verdictLimit = 20_000;

export function createRecorder(): Recorder {
  const sightings: Sighting[] = [];
  let decoded: DecodedSighting[] = [];
  let verdicts: Verdict[] = [];
  let leftOut = 0;

  return {
    addSightings(batch) {
      const room = traceSightingLimit - sightings.length;
      leftOut += Math.max(0, batch.length - room);
      for (const sighting of batch.slice(0, room)) {
        sightings.push(sighting);
        if (decoded.length >= toldSightings) continue;
        decoded.push({ ...sighting, layers: decodeFrame(sighting.bytes, sighting.length) });
      }
    },
    addVerdicts(batch) {
      verdicts.push(...batch.slice(0, verdictLimit - verdicts.length));
    },
    leaveOut(count) {
      leftOut += count;
    },
    recording: (isOver) => ({
      // The namespaces' captures are read one after the other: what they hold may overtake.
      sightings: decoded.toSorted((a, b) => a.atNs - b.atNs),
      verdicts,
      leftOut: leftOut + sightings.length - decoded.length,
      isOver,
    }),
    forgetRecording() {
      // Whoever has been given them keeps them.
      decoded = [];
      verdicts = [];
    },
    captured: () => sightings.length,
    sightings: () => sightings.toSorted((a, b) => a.atNs - b.atNs),
    leftOut: () => leftOut,
  };
}
