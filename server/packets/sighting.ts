/** What a capture yields, before anybody has made sense of it. */
import type { Layer } from '../protocol/packet.ts';

/** One packet on one interface, as a packet socket shows it. Times: nanoseconds since the trace began. */
export type Sighting = {
  readonly atNs: number;
  readonly namespace: string; // key, `ns:INODE`
  readonly interfaceIndex: number;
  readonly direction: 'in' | 'out';
  /** From the Ethernet header on, cut at the snapshot length. */
  readonly bytes: Uint8Array;
  /** On the wire, in bytes. */
  readonly length: number;
};

/** A sighting whose bytes were taken apart, once and for all. */
export type DecodedSighting = Sighting & { readonly layers: readonly Layer[] };

/** What netfilter's trace says that one rule, or one chain's policy, did with one packet. */
export type Verdict = {
  readonly atNs: number; // when it was heard of
  readonly namespace: string; // key
  /** The kernel's number of the packet; the same in all chains that it meets in this namespace. */
  readonly packetId: number;
  readonly family: string; // ip, ip6, inet, bridge, …
  readonly table: string;
  readonly chain: string;
  readonly step:
    | {
        readonly kind: 'rule';
        readonly handle: number;
        readonly outcome: string;
        readonly target: string | null;
      }
    | { readonly kind: 'return'; readonly outcome: string }
    | { readonly kind: 'policy'; readonly outcome: string };
  readonly inputIndex: number | null; // interface indexes, where it is known
  readonly outputIndex: number | null;
  /** From the network header on, as far as the kernel tells: only in a packet's first verdicts. */
  readonly bytes: Uint8Array | null;
};

/** Everything that one trace has seen so far, in the order of time. */
export type Recording = {
  readonly sightings: readonly DecodedSighting[];
  readonly verdicts: readonly Verdict[];
  readonly isOver: boolean;
  /** Packets that are missing from it: that nothing more was seen of one proves little then. */
  readonly leftOut: number;
};
