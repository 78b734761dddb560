import type { Route } from '../../protocol/topology.ts';
import type { Fact } from '../fact.ts';
import { code, enter, interfaceName, namespaceWords, sentence } from '../naming.ts';
import { parsePrefix } from '../prefix.ts';
import type { AddressSlot, InterfaceSlot, NamespaceSlot } from '../slots.ts';
import type { View } from '../view.ts';
import { unwantedIn } from './addresses.ts';
import { namespaceFactGhost } from './ghosts.ts';

export type WantedRoute = {
  readonly label: string;
  readonly in: NamespaceSlot;
  readonly to: string; // `default` or a prefix
  readonly via: AddressSlot | string | null;
  readonly device: InterfaceSlot | string | null;
};

export function hasRoute(wanted: WantedRoute): Fact {
  const text = (view: View) =>
    `${namespaceWords(view, wanted.in)} has the route ${code(routeWords(view, wanted))}`;
  return {
    id: `route:${wanted.label}`,
    slots: slotsOf(wanted),
    holds: (view) => routesTo(view, wanted).some((route) => isAsWanted(view, wanted, route)),
    text,
    detail(view) {
      const where = namespaceWords(view, wanted.in);
      const others = routesTo(view, wanted);
      const sleeper = downDevice(view, wanted);
      const why = sleeper === null ? '' : `, and ${code(sleeper)} is down`;
      return others.length === 0
        ? `There is no route to ${wanted.to} in ${where}${why}.`
        : `The route to ${wanted.to} in ${where} is ${others.map((route) => code(actualWords(route))).join(' and ')}, not ${code(routeWords(view, wanted))}.`;
    },
    ghost: (view) => namespaceFactGhost(view, wanted.in, text(view)),
    nudge: 'Before a packet leaves, the kernel looks for a route. Does it find the right one?',
    look: (view) => `${enter(view, wanted.in)}ip route list`,
    remedy(view) {
      // A second route to the same place is refused by `add`. One that an address brought stays beside
      // it; one that was written by hand, or with another gateway, is a mistake.
      const others = routesTo(view, wanted);
      const isBeside = wanted.via === null && others.every(({ protocol }) => protocol === 'kernel');
      const verb = others.length === 0 ? 'add' : isBeside ? 'append' : 'replace';
      const inside = enter(view, wanted.in);
      const sleeper = downDevice(view, wanted);
      return [
        ...(sleeper === null ? [] : [`${inside}ip link set ${sleeper} up`]),
        `${inside}ip route ${verb} ${routeWords(view, wanted)}`,
      ];
    },
  };
}

export function lacksRoute(wanted: WantedRoute): Fact {
  const text = (view: View) =>
    `${namespaceWords(view, wanted.in)} has no route ${code(routeWords(view, wanted))}`;
  const present = (view: View) =>
    routesTo(view, wanted).filter((route) => isAsWanted(view, wanted, route));
  return {
    id: `no-route:${wanted.label}`,
    slots: slotsOf(wanted),
    holds: (view) => present(view).length === 0,
    text,
    detail(view) {
      const routes = present(view).map((route) => code(actualWords(route)));
      const addresses = broughtBy(view);
      const why = addresses.length === 0 ? '' : `, which comes with ${addresses.join(' and ')}`;
      return sentence(
        `${namespaceWords(view, wanted.in)} still has the route ${routes.join(' and ')}${why}`,
      );
    },
    ghost: (view) => namespaceFactGhost(view, wanted.in, text(view)),
    nudge: 'A route is there that should not be. Which one leads packets astray?',
    look: (view) => `${enter(view, wanted.in)}ip route list`,
    remedy(view) {
      const inside = enter(view, wanted.in);
      const addresses = broughtBy(view);
      return addresses.length > 0
        ? addresses.map((own) => `${inside}ip addr del ${own} dev ${deviceName(view)}`)
        : present(view).map((route) => `${inside}ip route delete ${actualWords(route)}`);
    },
  };

  /** Without their address, the routes that the kernel made for it go, too. */
  function broughtBy(view: View): string[] {
    const { device } = wanted;
    if (device === null || typeof device === 'string') return [];
    const isKernels = present(view).every(({ protocol }) => protocol === 'kernel');
    return isKernels ? unwantedIn(view, device, wanted.to) : [];
  }

  function deviceName(view: View): string {
    return wanted.device === null ? '' : deviceOf(view, wanted.device);
  }
}

function slotsOf({ in: namespace, via, device }: WantedRoute): Fact['slots'] {
  return [namespace, via, device].filter((part) => part !== null && typeof part !== 'string');
}

function routesTo(view: View, wanted: WantedRoute): readonly Route[] {
  const namespace = view.namespace(wanted.in);
  if (namespace === null) return [];
  const to = destination(wanted.to);
  return view.scene
    .contentsOf(namespace)
    .routes.filter(
      (route) =>
        route.table === 'main' && route.type === 'unicast' && destination(route.destination) === to,
    );
}

function isAsWanted(view: View, wanted: WantedRoute, route: Route): boolean {
  const via = viaOf(view, wanted);
  return (
    (via === null || (route.gateway !== null && destination(route.gateway) === destination(via))) &&
    (wanted.device === null || route.device === deviceOf(view, wanted.device))
  );
}

function routeWords(view: View, wanted: WantedRoute): string {
  const via = viaOf(view, wanted);
  const device = wanted.device === null ? '' : ` dev ${deviceOf(view, wanted.device)}`;
  return `${wanted.to}${via === null ? '' : ` via ${via}`}${device}`;
}

function actualWords({ destination: to, gateway, device }: Route): string {
  return `${to}${gateway === null ? '' : ` via ${gateway}`}${device === null ? '' : ` dev ${device}`}`;
}

function viaOf(view: View, { via }: WantedRoute): string | null {
  return via === null || typeof via === 'string' ? via : (view.address(via) ?? via.label);
}

/** The kernel refuses a route by an interface that is down, and takes away those it had. */
function downDevice(view: View, wanted: WantedRoute): string | null {
  const namespace = view.namespace(wanted.in);
  if (namespace === null || wanted.device === null) return null;
  const name = deviceOf(view, wanted.device);
  const found = view.scene.contentsOf(namespace).interfaces.find((one) => one.name === name);
  return found?.isUp === false ? name : null;
}

function deviceOf(view: View, device: InterfaceSlot | string): string {
  return typeof device === 'string' ? device : interfaceName(view, device);
}

/** One spelling for each destination: `0.0.0.0/0` is `default`. */
function destination(text: string): string {
  const prefix = parsePrefix(text);
  if (prefix === null) return text;
  return prefix.length === 0 ? 'default' : `${prefix.bits}:${prefix.value}/${prefix.length}`;
}
