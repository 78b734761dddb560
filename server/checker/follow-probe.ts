/** How the checker has a packet followed. Who gives it a sandbox knows how that is done. */
import type { Journey, TraceAim } from '../protocol/journey.ts';

export type ProbeAim = Extract<TraceAim, { kind: 'probe' }>;

export type FollowedProbe =
  | {
      readonly kind: 'followed';
      readonly traceId: string;
      /** What the program that sent it was told. `refused`: at once, that nobody listens. */
      readonly outcome: 'answered' | 'refused' | 'silent';
      readonly complaint: string | null; // of the program, where it has one
      readonly request: Journey | null; // null: it was on no interface and met no rule
      readonly reply: Journey | null;
    }
  | { readonly kind: 'could-not-run'; readonly reason: string };

/**
 * Sends one probe, one at a time in a sandbox. Settles when all is told of its packets. Rejects with
 * the reason of the signal, and with Faults.
 */
export type FollowProbe = (aim: ProbeAim, signal?: AbortSignal) => Promise<FollowedProbe>;
