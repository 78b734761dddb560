/** A capture of a real sandbox that keeps what it is told, for kernel tests. */
import type { Topology } from '../../protocol/topology.ts';
import type { SandboxHandle } from '../../sandbox/handle.ts';
import type { Sighting, Verdict } from '../sighting.ts';
import { type Capture, type CaptureOptions, startCapture } from './capture.ts';

export type CapturedLab = {
  readonly capture: Capture;
  readonly sightings: Sighting[];
  readonly verdicts: Verdict[];
  readonly blindSpots: string[];
  leftOut(): number;
};

export async function captureLab(
  handle: SandboxHandle,
  topology: Topology,
  limits: Partial<Pick<CaptureOptions, 'sightingLimit' | 'verdictLimit'>> = {},
): Promise<CapturedLab> {
  const sightings: Sighting[] = [];
  const verdicts: Verdict[] = [];
  const blindSpots: string[] = [];
  let leftOut = 0;
  const capture = await startCapture(handle, {
    topology,
    ...limits,
    onSightings: (batch) => sightings.push(...batch),
    onVerdicts: (batch) => verdicts.push(...batch),
    onBlindSpot: (sentence) => blindSpots.push(sentence),
    onLeftOut: (count) => {
      leftOut += count;
    },
  });
  return { capture, sightings, verdicts, blindSpots, leftOut: () => leftOut };
}

const protocolAt = 23; // of an IPv4 packet in an Ethernet frame
const typeAt = 34; // of an ICMP message in it

/** ICMP echo requests and replies alone, in the order of time. */
export function echoes(sightings: readonly Sighting[]): readonly Sighting[] {
  return sightings
    .filter(({ bytes }) => bytes[12] === 0x08 && bytes[13] === 0 && bytes[protocolAt] === 1)
    .filter(({ bytes }) => bytes[typeAt] === 8 || bytes[typeAt] === 0)
    .toSorted((a, b) => a.atNs - b.atNs);
}

/** Whether an echo is a request. */
export function isRequest({ bytes }: Sighting): boolean {
  return bytes[typeAt] === 8;
}

/** Two namespaces on a bridge, and the way out with its address rewritten. */
export const bridgedNetwork = `
set -e
ip link add br0 type bridge && ip link set br0 up && ip addr add 172.18.0.1/16 dev br0
for i in 0 1; do
  ip netns add netns$i
  ip link add veth$i type veth peer name ceth$i netns netns$i
  ip link set veth$i master br0 up
  ip -n netns$i link set lo up
  ip -n netns$i link set ceth$i up
  ip -n netns$i addr add 172.18.0.1$i/16 dev ceth$i
  ip -n netns$i route add default via 172.18.0.1
done
sysctl -qw net.ipv4.ip_forward=1
iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE
`;
