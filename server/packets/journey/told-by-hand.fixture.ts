/** Packets of two containers, made by hand and told. */
import type { Journey } from '../../protocol/journey.ts';
import type { TopologyObject } from '../../protocol/topology.ts';
import type { DecodedSighting, Recording } from '../sighting.ts';
import { buildJourneys } from './build-journeys.ts';
import type { Frame } from './frames.fixture.ts';
import { macs, nothingAsked, seen, twoContainers } from './network.fixture.ts';

export const mac = (at: string) => macs[at] ?? '';
export const everybody = 'ff:ff:ff:ff:ff:ff';
export const nobody = '00:00:00:00:00:00';

export function tell(
  recording: Recording,
  more: readonly TopologyObject[] = [],
  nowNs = 60_000_000_000,
): Journey[] {
  return buildJourneys({ recording, topology: twoContainers(more), answers: nothingAsked, nowNs });
}

/** From netns0 to netns1, on one wire. */
export const across = {
  link: { from: mac('netns0/ceth0'), to: mac('netns1/ceth1') },
  source: '172.18.0.10',
  destination: '172.18.0.11',
};
export const wayAcross = ['netns0/ceth0 out', 'host/veth0 in', 'host/veth1 out', 'netns1/ceth1 in'];

export function goAcross(fromUs: number, frame: Frame): DecodedSighting[] {
  return wayAcross.map((where, index) => seen(fromUs + index, where, frame));
}

/** From netns0 by the host's stack to the world. */
export const outward = {
  link: { from: mac('netns0/ceth0'), to: mac('host/br0') },
  source: '172.18.0.10',
  destination: '8.8.8.8',
};
export const masqueraded = {
  link: { from: mac('host/eth0'), to: '02:00:00:00:99:99' },
  source: '172.16.0.2',
  destination: '8.8.8.8',
  ttl: 63,
};

export function places(journey: Journey | undefined): string[] {
  return (journey?.hops ?? []).map(
    ({ namespaceName, interfaceName, direction }) =>
      `${namespaceName}/${interfaceName} ${direction}`,
  );
}
