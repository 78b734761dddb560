/** The part of a packet that one protocol has to itself, and what its decoder makes of it. */
import type { Layer } from '../../protocol/packet.ts';

export type Region = {
  /** The whole frame, as far as it was captured. */
  readonly bytes: Uint8Array;
  readonly start: number;
  /** Where it ends on the wire, as the layers outside say; may lie behind the captured bytes. */
  readonly end: number;
  /** The first of several fragments: what is missing here is in another packet. */
  readonly isFirstFragment: boolean;
};

export type Protocol =
  | 'ethernet'
  | 'arp'
  | 'ipv4'
  | 'ipv6'
  | 'icmp'
  | 'icmpv6'
  | 'tcp'
  | 'udp'
  | 'dns'
  | 'dhcp'
  | 'vxlan';

/** The layers that were found, and which protocol goes on where; null: nothing is left. */
export type Step = {
  readonly layers: readonly Layer[];
  readonly next: { readonly protocol: Protocol; readonly region: Region } | null;
};

/** Where the captured bytes of a region end. */
export function capturedEnd(region: Region): number {
  return Math.max(region.start, Math.min(region.end, region.bytes.length));
}

/** What is to be said instead where a header of so many bytes is not there; null: it is. */
export function withoutHeader(region: Region, lengthBytes: number, name: string): Step | null {
  if (capturedEnd(region) - region.start >= lengthBytes) return null;
  const isContradiction = region.end - region.start < lengthBytes && !region.isFirstFragment;
  return isContradiction
    ? malformed(region, `${name} needs ${lengthBytes} bytes, but ${sizeOf(region)}.`)
    : payload(region, name);
}

/** The rest of a region, not taken apart. */
export function payload(region: Region, protocol: string | null): Step {
  const length = capturedEnd(region) - region.start;
  if (length === 0) return { layers: [], next: null };
  return { layers: [{ kind: 'payload', offset: region.start, length, protocol }], next: null };
}

/** The rest of a region contradicts the protocol; `reason` is a sentence. */
export function malformed(region: Region, reason: string): Step {
  const offset = Math.min(region.start, region.bytes.length);
  const length = Math.max(0, capturedEnd(region) - offset);
  return { layers: [{ kind: 'malformed', offset, length, reason }], next: null };
}

export function startAt(region: Region, start: number): Region {
  return { ...region, start };
}

function sizeOf(region: Region): string {
  const size = Math.max(0, region.end - region.start);
  return size === 1 ? '1 is there' : `${size} are there`;
}
