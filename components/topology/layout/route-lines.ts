/** The routing table as the picture shows it: the main table, in the order of `ip route list`. */
import type { Route } from '../../../server/protocol/topology.ts';

export type SceneRoute = {
  readonly key: string;
  readonly device: string | null;
  /** From the fullest to the shortest: without device and metric, at last the destination alone. */
  readonly wordings: readonly string[];
  /** `wins` and `loses`: two routes to the same destination with the same metric; the first is used. */
  readonly clash: 'none' | 'wins' | 'loses';
};

export function routeLines(routes: readonly Route[]): SceneRoute[] {
  const shown = routes.filter(isOfInterest);
  const clashes = clashesOf(shown);
  return shown.map((route) => ({
    key: route.key,
    device: route.device,
    wordings: [
      routeText(route),
      // An engine gives each route a metric: the way is worth more than that.
      routeText({ ...route, device: route.gateway === null ? route.device : null, metric: 0 }),
      route.destination,
    ],
    clash: clashes.get(route.key) ?? 'none',
  }));
}

/** In the words of iproute2, without the protocol and scope that the facts panel tells. */
export function routeText(route: Route): string {
  const words = [route.type === 'unicast' ? '' : `${route.type} `, route.destination];
  if (route.gateway !== null) words.push(` via ${route.gateway}`);
  if (route.device !== null) words.push(` dev ${route.device}`);
  if (route.metric !== 0) words.push(` metric ${route.metric}`);
  return words.join('');
}

/**
 * For each key, whether another route of the same table, destination and metric stands beside it.
 * Link-local addresses and multicast are sent with their interface named: there each has its own.
 */
export function clashesOf(routes: readonly Route[]): Map<string, 'wins' | 'loses'> {
  const comparable = routes.filter((route) => !isOfEveryInterface(route));
  const rivals = Map.groupBy(comparable, ({ family, table, destination, metric }) =>
    [family, table, destination, metric].join(' '),
  );
  const clashes = new Map<string, 'wins' | 'loses'>();
  for (const group of rivals.values()) {
    if (group.length < 2) continue;
    const inOrder = group.toSorted((a, b) => a.order - b.order);
    inOrder.forEach(({ key }, index) => {
      clashes.set(key, index === 0 ? 'wins' : 'loses');
    });
  }
  return clashes;
}

/** What the kernel adds by itself to every IPv6 interface says nothing about this network. */
function isOfInterest(route: Route): boolean {
  return route.table === 'main' && !isOfEveryInterface(route);
}

function isOfEveryInterface({ family, destination }: Route): boolean {
  return family === 'inet6' && (destination.startsWith('fe80:') || destination.startsWith('ff00:'));
}
