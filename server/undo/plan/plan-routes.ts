/** Routes, without those that the kernel makes and takes with addresses by itself. */
import type { Interface } from '../../protocol/topology.ts';
import { type Draft, type DraftRoute, routesIn, whereInWords } from './draft.ts';
import type { Spot } from './match-namespaces.ts';
import { isWithin } from './network-of.ts';

export function planRoutes(draft: Draft, spot: Spot): void {
  if (spot.target === null || spot.fate === 'lost') return;
  const wanted = wantedRoutes(draft, spot, spot.target.key);
  const present = draft.routesOf(spot).filter((route) => isOwn(draft, spot, route));
  const plans = arrangeAll(present, wanted);
  const note = (op: string, route: DraftRoute) =>
    draft.note(spot.where, { kind: 'ip', words: ['route', op, ...wordsOf(route)] });

  for (const route of plans.flatMap(({ gone }) => gone)) note('del', route);
  // A gateway has to be within reach before a route leads over it.
  const added = plans.flatMap((plan) => plan.added);
  const isFar = ({ route }: { route: DraftRoute }) => route.gateway !== null;
  for (const { op, route } of [...added.filter((one) => !isFar(one)), ...added.filter(isFar)]) {
    note(op, route);
  }
  tellMultipath(
    draft,
    spot,
    added.map(({ route }) => route),
  );
}

/** Routes among which the kernel takes the first one. */
function rivalry({ family, table, destination, metric }: DraftRoute): string {
  return [family, table, destination, metric].join(' ');
}

type Arrangement = {
  readonly gone: readonly DraftRoute[];
  readonly added: readonly { readonly op: string; readonly route: DraftRoute }[];
};

/** Each group of rivals by itself; there may be thousands of groups, and thousands in one. */
export function arrangeAll(
  present: readonly DraftRoute[],
  wanted: readonly DraftRoute[],
): Arrangement[] {
  const [presentBy, wantedBy] = [Map.groupBy(present, rivalry), Map.groupBy(wanted, rivalry)];
  const groups = new Set([...wantedBy.keys(), ...presentBy.keys()]);
  return [...groups].map((group) => arrange(presentBy.get(group) ?? [], wantedBy.get(group) ?? []));
}

/** A route is added before all its rivals, or after: so what stays is one stretch of what is wanted. */
export function arrange(
  present: readonly DraftRoute[],
  wanted: readonly DraftRoute[],
): Arrangement {
  const [first, last] = longestStretch(present.map(nameOf), wanted.map(nameOf));
  const kept = new Set(wanted.slice(first, last).map(nameOf));
  const gone = present.filter((route) => !kept.has(nameOf(route)));
  const before = wanted.slice(0, first).toReversed();
  const after = wanted.slice(last);
  return {
    gone,
    added: [
      ...before.map((route) => ({ op: 'prepend', route })),
      ...after.map((route, index) => ({
        op: kept.size === 0 && index === 0 ? 'add' : 'append',
        route,
      })),
    ],
  };
}

/** More of them are replaced as a whole: to compare all with all would keep others waiting. */
const rivalsMax = 500;

/** Where in `wanted` the longest stretch begins and ends whose members stand in that order already. */
function longestStretch(present: readonly string[], wanted: readonly string[]): [number, number] {
  let best: [number, number] = [0, 0];
  if (wanted.every((name, index) => name === present[index])) return [0, wanted.length];
  if (Math.max(present.length, wanted.length) > rivalsMax) return best;
  for (let from = 0; from < wanted.length; from += 1) {
    let at = -1;
    for (let to = from; to < wanted.length; to += 1) {
      at = present.indexOf(wanted[to] ?? '', at + 1);
      if (at === -1) break;
      if (to + 1 - from > best[1] - best[0]) best = [from, to + 1];
    }
  }
  return best;
}

function nameOf(route: DraftRoute): string {
  const { type, gateway, device, source, protocol, scope } = route;
  return JSON.stringify([type, gateway, device, source, protocol, scope]);
}

function wantedRoutes(draft: Draft, spot: Spot, key: string): DraftRoute[] {
  const devices = new Set(
    [...draft.links].filter((link) => link.spot === spot).map(({ name }) => name),
  );
  return routesIn(draft.target.objects, key)
    .filter(({ device }) => device === null || devices.has(device))
    .filter((route) => isOwn(draft, spot, route));
}

/**
 * Whether it is to be looked at. Those of IPv6 that the kernel makes come late, and again with each
 * address: such a one counts only where its interface has been left alone all the time.
 */
function isOwn(draft: Draft, spot: Spot, route: DraftRoute): boolean {
  if (route.family === 'inet') return true;
  if (route.protocol === 'ra' || /^(fe80|ff00):/.test(route.destination)) return false;
  if (route.protocol !== 'kernel') return true;
  const link = [...draft.links].find(
    ({ spot: its, name }) => its === spot && name === route.device,
  );
  const hasAddress = (side: Interface | null | undefined) =>
    side?.addresses.some((address) => isWithin(route.destination, address)) === true;
  return link?.isUntouched === true && hasAddress(link.now) && hasAddress(link.wanted);
}

function wordsOf(route: DraftRoute): string[] {
  const { family, type, destination, gateway, device, table, protocol, source, metric } = route;
  const isUnicast = type === 'unicast';
  const isForeign = family === 'inet' && gateway?.includes(':') === true;
  const scope = route.scope === defaultScope(route) ? [] : ['scope', route.scope];
  return [
    ...(isUnicast ? [] : [type]),
    family === 'inet6' && destination === 'default' ? '::/0' : destination,
    ...(gateway === null ? [] : ['via', ...(isForeign ? ['inet6'] : []), gateway]),
    ...(device === null || !isUnicast ? [] : ['dev', device]),
    ...(table === 'main' ? [] : ['table', table]),
    ...(protocol === 'boot' ? [] : ['proto', protocol]),
    ...(family === 'inet6' ? [] : scope),
    ...(source === null ? [] : ['src', source]),
    ...(metric === 0 ? [] : ['metric', String(metric)]),
  ];
}

/** What `ip route add` takes when nothing is said. */
function defaultScope({ type, gateway }: DraftRoute): string {
  if (type === 'local' || type === 'nat') return 'host';
  return type === 'unicast' && gateway === null ? 'link' : 'global';
}

function tellMultipath(draft: Draft, { where }: Spot, added: readonly DraftRoute[]): void {
  const far = added.filter(({ family, gateway }) => family === 'inet' && gateway !== null);
  for (const routes of Map.groupBy(far, rivalry).values()) {
    const [first] = routes;
    if (first === undefined || routes.length === 1) continue;
    draft.cannot.add(
      `The routes to ${first.destination}${whereInWords(where)} come back one by one: whether they were one route over several gateways is not known.`,
    );
  }
}
