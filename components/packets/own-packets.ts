/**
 * What the kernel sends by itself as soon as an interface is up, by its own headers: it asks for IPv6
 * routers, tells which multicast groups it is in, and asks whether somebody has its address already.
 * Nobody typed for it. Pure.
 */
import type { Journey } from '../../server/protocol/journey.ts';
import type { Layer } from '../../server/protocol/packet.ts';
import type { Story } from './stories.ts';

export type SortedStories = {
  readonly stories: readonly Story[];
  readonly own: readonly Story[]; // of the kernel
};

export function withoutOwn(stories: readonly Story[]): SortedStories {
  const { own = [], others = [] } = Object.groupBy(stories, ({ journeys }) =>
    journeys.every(({ journey }) => isOwn(journey)) ? 'own' : 'others',
  );
  return { stories: others, own };
}

export function ownWords(stories: readonly Story[]): string {
  const count = stories.reduce((sum, { journeys }) => sum + journeys.length, 0);
  return count === 1
    ? '1 packet that the kernel sent by itself'
    : `${count} packets that the kernel sent by itself`;
}

const routerSolicitation = 133;
const neighbourSolicitation = 135;
const neighbourAdvertisement = 136;
const listenerMessages: readonly number[] = [131, 132, 143]; // report, done, report of version 2
const allNodes = 'ff02::1';

function isOwn({ hops }: Journey): boolean {
  const layers = hops[0]?.packet.layers ?? [];
  const icmp = layers.find((layer) => layer.kind === 'icmp');
  const ip = layers.find((layer) => layer.kind === 'ipv6');
  if (icmp === undefined || ip === undefined || icmp.version !== 6) return false;
  if (icmp.type === routerSolicitation || listenerMessages.includes(icmp.type)) return true;
  return isAddressCheck(icmp, ip);
}

/** A question without a sender is about an address that is not used yet; the news of one is for all. */
function isAddressCheck(
  { type }: Extract<Layer, { kind: 'icmp' }>,
  { source, destination }: Extract<Layer, { kind: 'ipv6' }>,
): boolean {
  if (type === neighbourSolicitation) return source === '::';
  return type === neighbourAdvertisement && destination === allNodes;
}
