/** What of a goal is to be found in the topology: a slot for each name that it mentions. */
import type { Goal, GoalInterface } from '../curriculum/language/goal.ts';
import { Fault } from '../fault.ts';
import { type AddressSlot, type InterfaceSlot, type NamespaceSlot, nameOf } from './slots.ts';

export type GoalSlots = {
  /** Those that must exist, then those of which only an absence is said. */
  readonly namespaces: ReadonlyMap<string, NamespaceSlot>;
  readonly mustExist: readonly NamespaceSlot[];
  readonly interfaces: readonly DescribedInterface[];
  readonly addresses: ReadonlyMap<string, AddressSlot>;
  readonly peers: ReadonlyMap<InterfaceSlot, InterfaceSlot>;
};

export type DescribedInterface = { readonly wanted: GoalInterface; readonly slot: InterfaceSlot };

/** Throws Fault `lesson-invalid` for a goal that names an interface which it does not describe. */
export function slotsOf(goal: Goal): GoalSlots {
  const {
    namespaces,
    interfaces,
    routes,
    nat,
    chains,
    sysctls,
    listeners,
    neighbours,
    fdb,
    absent,
  } = goal;
  const wanted = [
    ...namespaces.map(({ name }) => name),
    ...[interfaces, routes, nat, chains, sysctls, listeners, neighbours, fdb]
      .flat()
      .map((one) => one.in),
  ];
  const unwanted = [
    ...(absent?.interfaces ?? []),
    ...(absent?.routes ?? []),
    ...(absent?.neighbours ?? []),
  ].map((one) => one.in);
  const byLabel = new Map(
    [...wanted, ...unwanted].map((label) => [label, namespaceSlot(label)] as const),
  );
  const described = interfaces.map((one) => ({ wanted: one, slot: interfaceSlot(one, byLabel) }));
  return {
    namespaces: byLabel,
    mustExist: [...byLabel.values()].filter(
      ({ label, name }) => name.kind !== 'root' && wanted.includes(label),
    ),
    interfaces: described,
    addresses: new Map(described.flatMap(addressSlots)),
    peers: new Map(
      described.flatMap(({ wanted: one, slot }) =>
        one.peer === undefined ? [] : [[slot, peerOf(described, one)] as const],
      ),
    ),
  };
}

/** The interface of the goal that is called so in that namespace. */
export function findDescribed(
  described: readonly DescribedInterface[],
  namespace: string,
  name: string,
): InterfaceSlot | null {
  const found = described.find(({ wanted }) => wanted.in === namespace && wanted.name === name);
  return found?.slot ?? null;
}

/** `$a in 172.18.0.0/16`: the variable and its network; null for an address without a variable. */
export function freeAddressOf(text: string): { label: string; prefix: string } | null {
  const [label = '', prefix] = text.split(' in ');
  return prefix === undefined ? null : { label, prefix };
}

function namespaceSlot(label: string): NamespaceSlot {
  const name = label === 'root' ? ({ kind: 'root' } as const) : nameOf(label);
  return { kind: 'namespace', label, name };
}

function interfaceSlot(
  wanted: GoalInterface,
  namespaces: ReadonlyMap<string, NamespaceSlot>,
): InterfaceSlot {
  return {
    kind: 'interface',
    label: `${wanted.in}/${wanted.name}`,
    name: nameOf(wanted.name),
    namespace: namespaces.get(wanted.in) ?? namespaceSlot(wanted.in),
    type: wanted.type ?? (wanted.peer === undefined ? null : 'veth'),
    addresses: (wanted.addresses ?? []).map((text) => freeAddressOf(text)?.prefix ?? text),
  };
}

function addressSlots({ wanted, slot }: DescribedInterface): [string, AddressSlot][] {
  return (wanted.addresses ?? []).flatMap((text) => {
    const free = freeAddressOf(text);
    return free === null ? [] : [[free.label, { kind: 'address', ...free, interface: slot }]];
  });
}

/** Names repeat between namespaces: of several interfaces of that name the one that names us back. */
function peerOf(described: readonly DescribedInterface[], wanted: GoalInterface): InterfaceSlot {
  const called = described.filter((one) => one.wanted.name === wanted.peer);
  const [peer] = [
    ...called.filter((one) => one.wanted.peer === wanted.name),
    ...called.filter((one) => one.wanted !== wanted),
  ];
  if (peer !== undefined) return peer.slot;
  throw new Fault(
    'lesson-invalid',
    `The goal says that ${wanted.name} has the peer ${wanted.peer}, but does not describe ${wanted.peer}. List it among the goal's interfaces.`,
  );
}
