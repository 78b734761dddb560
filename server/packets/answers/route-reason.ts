/** Why the kernel took this line of its tables, or none: a sentence that says no more than is known. */
import type { Route } from '../../protocol/topology.ts';
import { prefixLengthOf, routesThatHold } from './find-route.ts';
import type { RouteEntry } from './parse-route.ts';

export function reasonOfRoute(
  destination: string,
  taken: RouteEntry,
  match: Route | null,
  routes: readonly Route[],
): string {
  switch (taken.type) {
    case 'local':
      return `${destination} is an address of this namespace itself: the packet goes no further.`;
    case 'broadcast':
      return `${destination} is a broadcast address: it goes to everybody behind ${deviceOf(taken)}.`;
    case 'multicast':
      return `${destination} is a multicast address: it goes out of ${deviceOf(taken)}.`;
    case 'anycast':
      return `${destination} is an anycast address of this namespace itself.`;
  }
  if (match === null) return `The kernel sends it out of ${deviceOf(taken)}.`;
  if (match.table !== 'main') {
    return `A rule of \`ip rule\` leads to table ${match.table}, where ${wordsOf(match)} holds ${destination}.`;
  }
  const holding = routesThatHold(routes.filter(isOfTable('main')), destination);
  return reasonAmong(destination, match, holding);
}

function reasonAmong(destination: string, match: Route, holding: readonly Route[]): string {
  const length = prefixLengthOf(match.destination);
  const longer = holding.find((route) => prefixLengthOf(route.destination) > length);
  if (longer !== undefined) {
    return `The kernel took ${wordsOf(match)}, and passed over the longer prefix ${longer.destination}.`;
  }
  const rivals = holding.filter((route) => prefixLengthOf(route.destination) === length);
  if (rivals.length > 1) return reasonAmongRivals(match, rivals);
  if (match.destination === 'default') {
    return `No other route holds ${destination}: the default route takes it.`;
  }
  return holding.length > 1
    ? `${match.destination} is the longest prefix that holds ${destination}.`
    : `${match.destination} is the only route that holds ${destination}.`;
}

function reasonAmongRivals(match: Route, rivals: readonly Route[]): string {
  const start = `${numberWord(rivals.length)} routes say ${match.destination}`;
  const way = wayOf(match);
  const [first] = rivals;
  if (first?.key !== match.key) return `${start}; the kernel took ${way}.`;
  return rivals.filter(({ metric }) => metric === match.metric).length > 1
    ? `${start}; the kernel took the first: ${way}.`
    : `${start}; the kernel took the one with the lowest metric, ${match.metric}: ${way}.`;
}

/** What is known of the asker, beside the routes, when the kernel has refused. */
export type Refusal = {
  readonly destination: string;
  readonly source: string | null;
  readonly inputInterface: string | null;
  /** Of the family in question; null where it is not known. */
  readonly isForwarding: boolean | null;
  readonly words: string; // of the kernel
};

export function reasonOfRefusal(refusal: Refusal, routes: readonly Route[]) {
  const { destination, source, inputInterface, words } = refusal;
  const [best] = routesThatHold(routes.filter(isOfTable('main')), destination);
  const refusing = best !== undefined && refusals.has(best.type) ? best : null;
  const refused = `The kernel refuses: ${words.replace(/^RTNETLINK answers: /, '')}.`;
  return { route: refusing?.key ?? null, reason: reason() };

  function reason(): string {
    if (/Cannot find device/.test(words)) {
      return `There is no interface ${inputInterface ?? 'of that name'} any more.`;
    }
    if (
      inputInterface !== null &&
      refusal.isForwarding === false &&
      /No route to host/.test(words)
    ) {
      return 'This namespace does not forward: what comes in for another address ends here.';
    }
    if (refusing !== null) {
      return `The line ${wordsOf(refusing)} ${refusals.get(refusing.type)}.`;
    }
    // Routes are there for it: the packet itself is not taken, or a rule swallows it.
    if (/Invalid (argument|cross-device)/.test(words)) return refused;
    if (best === undefined) return `No route holds ${destination}, and there is no default route.`;
    if (source !== null && inputInterface === null && /Network is unreachable/.test(words)) {
      return `The kernel finds no route from ${source}: is that an address of this namespace?`;
    }
    return refused;
  }
}

const refusals: ReadonlyMap<string, string> = new Map([
  ['blackhole', 'swallows it without a word'],
  ['unreachable', 'says that the host cannot be reached'],
  ['prohibit', 'forbids it'],
  ['throw', 'ends the search in this table'],
]);

const isOfTable =
  (table: string) =>
  (route: Route): boolean =>
    route.table === table;

function wordsOf(route: Route): string {
  return [route.type === 'unicast' ? '' : route.type, route.destination, wayOf(route)]
    .filter((word) => word !== '')
    .join(' ');
}

function wayOf({ gateway, device }: Route): string {
  const words = [gateway === null ? '' : `via ${gateway}`, device === null ? '' : `dev ${device}`];
  return words.filter((word) => word !== '').join(' ');
}

function deviceOf({ hops }: RouteEntry): string {
  return hops[0]?.device ?? 'no interface';
}

function numberWord(count: number): string {
  return ['No', 'One', 'Two', 'Three', 'Four'][count] ?? String(count);
}
