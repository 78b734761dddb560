/** The tables of one namespace, each with the command that prints the same. */
import type { Interface, Namespace, Route } from '../../server/protocol/topology.ts';
import { inNamespace } from '../topology/facts/shell-command.ts';
import { clashesOf } from '../topology/layout/route-lines.ts';
import { namespaceTitle, type Survey } from '../topology/survey.ts';
import { stateWords } from '../topology/wording.ts';

export type Row = {
  readonly key: string; // of the object
  readonly cells: readonly string[];
  /** Said beside the row, e.g. that a route is never used. */
  readonly note: string | null;
};

export type Table = {
  readonly id: string;
  readonly title: string;
  readonly command: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly none: string; // said without rows
};

/** Interfaces, and the routes by which they are chosen. */
export function tablesOfRouting(namespace: Namespace, survey: Survey): Table[] {
  const { interfaces, routes } = survey.contentsOf(namespace.key);
  return [
    {
      id: 'interfaces',
      title: 'Interfaces',
      command: inNamespace(namespace, 'ip addr show'),
      columns: ['name', 'state', 'type', 'addresses', 'MAC', 'MTU', 'connected to'],
      rows: interfaces.map((link) => interfaceRow(link, survey)),
      none: 'There is no interface.',
    },
    ...routeTables(namespace, routes),
  ];
}

/** Who is reached behind them. */
export function tablesOfNeighbours(namespace: Namespace, survey: Survey): Table[] {
  const { interfaces, neighbours, fdb } = survey.contentsOf(namespace.key);
  const here = (command: string) => inNamespace(namespace, command);
  const hasBridge = interfaces.some(({ type }) => type === 'bridge');
  return [
    {
      id: 'neighbours',
      title: 'Neighbours',
      command: here('ip neigh show'),
      columns: ['address', 'dev', 'MAC', 'state'],
      rows: neighbours.map(({ key, address, device, mac, state }) => ({
        key,
        cells: [address, device, mac ?? '', state],
        note: null,
      })),
      none: 'No neighbour is known. One is asked for when a packet goes to it.',
    },
    ...(hasBridge || fdb.length > 0
      ? [
          {
            id: 'fdb',
            title: 'Forwarding database',
            command: here('bridge fdb show'),
            columns: ['MAC', 'behind port', 'of bridge', 'kind'],
            rows: fdb.map(({ key, mac, port, bridge, isPermanent }) => ({
              key,
              cells: [mac, port, bridge, isPermanent ? 'permanent' : 'learnt'],
              note: null,
            })),
            none: 'The bridges have learnt nothing yet: frames go to every port.',
          },
        ]
      : []),
  ];
}

export function tablesOfProcesses(namespace: Namespace, survey: Survey): Table[] {
  const { listeners, sysctls } = survey.contentsOf(namespace.key);
  const names = sysctls.map(({ name }) => name).join(' ');
  return [
    {
      id: 'listeners',
      title: 'Listening sockets',
      command: inNamespace(namespace, 'ss -tulnp'),
      columns: ['protocol', 'address', 'port', 'process'],
      rows: listeners.map(({ key, protocol, address, port, process }) => ({
        key,
        cells: [protocol, address, String(port), process ?? ''],
        note: null,
      })),
      none: 'Nobody listens here.',
    },
    {
      id: 'settings',
      title: 'Settings',
      command: inNamespace(namespace, `sysctl ${names}`),
      columns: ['name', 'value'],
      rows: sysctls.map(({ key, name, value }) => ({ key, cells: [name, value], note: null })),
      none: 'No setting has been read.',
    },
  ];
}

function interfaceRow(link: Interface, survey: Survey): Row {
  const { key, name, type, mac, mtu } = link;
  const addresses = link.addresses.map(({ address, prefixLength }) => `${address}/${prefixLength}`);
  const peer = survey.interface(link.peer);
  const bridge = survey.interface(link.master);
  const connections = [
    ...(bridge === null ? [] : [`bridge ${bridge.name}`]),
    ...(peer === null ? [] : [`${peer.name} in ${placeName(survey, peer.namespace)}`]),
  ];
  return {
    key,
    cells: [
      name,
      stateWords(link),
      type,
      addresses.join('\n'),
      mac ?? '',
      String(mtu),
      connections.join('\n'),
    ],
    note: null,
  };
}

function placeName(survey: Survey, key: string): string {
  const namespace = survey.namespace(key);
  if (namespace === null) return 'an unknown namespace';
  return namespace.isRoot ? namespace.machine : namespaceTitle(namespace);
}

const families = [
  { family: 'inet', id: 'routes', title: 'Routes', ip: 'ip route show' },
  { family: 'inet6', id: 'routes6', title: 'Routes, IPv6', ip: 'ip -6 route show' },
] as const;

function routeTables(namespace: Namespace, routes: readonly Route[]): Table[] {
  const clashes = clashesOf(routes);
  return families.flatMap(({ family, id, title, ip }): Table[] => {
    const own = routes.filter((route) => route.family === family).sort(mainFirst);
    if (family === 'inet6' && own.length === 0) return [];
    const isMainOnly = own.every(({ table }) => table === 'main');
    return [
      {
        id,
        title,
        command: inNamespace(namespace, isMainOnly ? ip : `${ip} table all`),
        columns: [
          ...(isMainOnly ? [] : ['table']),
          'destination',
          'via',
          'dev',
          'src',
          'proto',
          'scope',
          'metric',
        ],
        rows: own.map((route) => ({
          key: route.key,
          cells: [...(isMainOnly ? [] : [route.table]), ...routeCells(route)],
          note:
            clashes.get(route.key) === 'loses' ? 'never used: an earlier line says the same' : null,
        })),
        none: 'There is no route: packets go nowhere from here.',
      },
    ];
  });
}

function routeCells(route: Route): string[] {
  const { type, destination, gateway, device, source, protocol, scope, metric } = route;
  return [
    type === 'unicast' ? destination : `${type} ${destination}`,
    gateway ?? '',
    device ?? '',
    source ?? '',
    protocol,
    scope,
    metric === 0 ? '' : String(metric),
  ];
}

/** The table main, then the others by name; each in the order in which the kernel holds it. */
function mainFirst(a: Route, b: Route): number {
  if (a.table === b.table) return a.order - b.order;
  if (a.table === 'main') return -1;
  if (b.table === 'main') return 1;
  return a.table < b.table ? -1 : 1;
}
