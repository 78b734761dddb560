/** The words of iana.org's ICMP and ICMPv6 parameters, shortened as people say them. */

/** "echo request", "destination unreachable: port"; a type that is not in the list as its number. */
export function icmpName(version: 4 | 6, type: number, code: number): string {
  const known = (version === 4 ? icmpTypes : icmpv6Types).get(type);
  if (known === undefined) return `type ${type}`;
  const { name, codes } = known;
  if (codes === undefined) return name;
  return `${name}: ${codes[code] ?? `code ${code}`}`;
}

type Known = { readonly name: string; readonly codes?: readonly string[] };

const icmpTypes = new Map<number, Known>([
  [0, { name: 'echo reply' }],
  [
    3,
    {
      name: 'destination unreachable',
      codes: [
        'network',
        'host',
        'protocol',
        'port',
        'fragmentation needed',
        'source route failed',
        'network unknown',
        'host unknown',
        'source host isolated',
        'network prohibited',
        'host prohibited',
        'network for this type of service',
        'host for this type of service',
        'prohibited by a filter',
        'host precedence violation',
        'precedence cutoff',
      ],
    },
  ],
  [4, { name: 'source quench' }],
  [
    5,
    {
      name: 'redirect',
      codes: ['network', 'host', 'type of service and network', 'type of service and host'],
    },
  ],
  [8, { name: 'echo request' }],
  [9, { name: 'router advertisement' }],
  [10, { name: 'router solicitation' }],
  [11, { name: 'time exceeded', codes: ['in transit', 'during reassembly'] }],
  [12, { name: 'parameter problem' }],
  [13, { name: 'timestamp request' }],
  [14, { name: 'timestamp reply' }],
]);

const icmpv6Types = new Map<number, Known>([
  [
    1,
    {
      name: 'destination unreachable',
      codes: [
        'no route',
        'prohibited by a filter',
        'beyond scope of source address',
        'address',
        'port',
        'source address failed policy',
        'reject route',
      ],
    },
  ],
  [2, { name: 'packet too big' }],
  [3, { name: 'time exceeded', codes: ['in transit', 'during reassembly'] }],
  [
    4,
    { name: 'parameter problem', codes: ['header field', 'next header unknown', 'option unknown'] },
  ],
  [128, { name: 'echo request' }],
  [129, { name: 'echo reply' }],
  [130, { name: 'multicast listener query' }],
  [131, { name: 'multicast listener report' }],
  [132, { name: 'multicast listener done' }],
  [133, { name: 'router solicitation' }],
  [134, { name: 'router advertisement' }],
  [135, { name: 'neighbour solicitation' }],
  [136, { name: 'neighbour advertisement' }],
  [137, { name: 'redirect' }],
  [143, { name: 'multicast listener report' }],
]);
