import type { Difference, Route } from '../../protocol/topology.ts';
import { type DifferenceOf, differencesOf } from './differences-of.ts';
import type { Places } from './name-places.ts';

/** `all` tells whether the interface of a route differs too, which explains the route. */
export function describeRoutes(
  differences: readonly DifferenceOf<'route'>[],
  all: readonly Difference[],
  places: Places,
): string[] {
  const interfaces = differencesOf(all, 'interface');
  const isExplained = (route: Route) =>
    interfaces.some(({ before, after }) =>
      [before, after].some(
        (one) => one?.namespace === route.namespace && one.name === route.device,
      ),
    );
  const isRenamed = (route: Route) =>
    interfaces.some(
      ({ before, after }) =>
        before !== null &&
        after !== null &&
        before.name !== after.name &&
        after.namespace === route.namespace &&
        (before.name === route.device || after.name === route.device),
    );
  return differences
    .filter(({ before, after }) => !isAutomatic(before ?? after) && !isRenamed(before ?? after))
    .flatMap(({ before, after }) => {
      if (before === null) {
        const words = `${wordsOf(after)}${places.where(after.namespace)}`;
        const isFollower = after.protocol === 'kernel' && isExplained(after);
        return [isFollower ? `route ${words} appeared with it` : `added route ${words}`];
      }
      // A route that stays but at another place of the list says nothing by itself.
      if (after !== null) return [];
      const words = `${wordsOf(before)}${places.where(before.namespace)}`;
      return [isExplained(before) ? `route ${words} went with it` : `deleted route ${words}`];
    });
}

/** The kernel gives every interface with IPv6 a link-local route. */
function isAutomatic({ family, protocol, destination }: Route): boolean {
  return family === 'inet6' && protocol === 'kernel' && destination.startsWith('fe80:');
}

/** As `ip route` would take it. */
function wordsOf({ type, destination, gateway, device, table }: Route): string {
  return [
    ...(type === 'unicast' ? [] : [type]),
    destination,
    ...(gateway === null ? [] : ['via', gateway]),
    ...(device === null || type !== 'unicast' ? [] : ['dev', device]),
    ...(table === 'main' ? [] : ['table', table]),
  ].join(' ');
}
