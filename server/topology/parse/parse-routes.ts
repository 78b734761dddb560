/** Routes, of `ip -j -d route show table all`, without the table `local`, which mirrors addresses. */
import * as z from 'zod';
import type { RouteReading } from '../reading.ts';

const hopSchema = z.object({
  gateway: z.string().optional(),
  via: z.object({ host: z.string() }).optional(), // a gateway of the other family
  dev: z.string().optional(),
});

const routeSchema = hopSchema.extend({
  type: z.string(),
  dst: z.string(),
  table: z.string(),
  protocol: z.string().default('unspec'),
  scope: z.string().default('global'),
  prefsrc: z.string().optional(),
  metric: z.number().default(0),
  pref: z.string().optional(), // of IPv6 routes only
  nexthops: z.array(hopSchema).optional(),
});

type RawRoute = z.infer<typeof routeSchema>;

export const routesSchema = z.array(routeSchema).transform((routes) => numbered(routes));

/** Routes over several next hops become one route for each. */
function numbered(routes: readonly RawRoute[]): RouteReading[] {
  const counts = new Map<string, number>();
  return routes
    .filter((route) => route.table !== 'local' && route.type !== 'multicast')
    .flatMap((route) => (route.nexthops ?? [route]).map((hop) => ({ route, hop })))
    .map(({ route, hop }) => {
      const family = familyOf(route);
      const list = `${family} ${route.table}`;
      const order = counts.get(list) ?? 0;
      counts.set(list, order + 1);
      return {
        family,
        table: route.table,
        type: route.type,
        destination: route.dst,
        gateway: hop.gateway ?? hop.via?.host ?? null,
        device: hop.dev ?? null,
        source: route.prefsrc ?? null,
        protocol: route.protocol,
        scope: route.scope,
        metric: route.metric,
        order,
      };
    });
}

function familyOf(route: RawRoute): 'inet' | 'inet6' {
  return route.pref !== undefined || route.dst.includes(':') ? 'inet6' : 'inet';
}
