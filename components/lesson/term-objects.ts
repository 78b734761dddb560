/** Which objects of a learner's network a term of the glossary stands for. Pure. */
import type {
  Change,
  Namespace,
  Topology,
  TopologyObject,
} from '../../server/protocol/topology.ts';

export type TermObject =
  | { readonly kind: 'machine' | 'neighbour' | 'fdb-entry' | 'listener' }
  | { readonly kind: 'namespace'; readonly root?: boolean | undefined }
  | {
      readonly kind: 'interface';
      readonly type?: string | undefined;
      readonly port?: boolean | undefined;
      readonly addressed?: boolean | undefined;
    }
  | { readonly kind: 'route'; readonly to?: string | undefined; readonly from?: string | undefined }
  | {
      readonly kind: 'chain';
      readonly name?: string | undefined;
      readonly table?: string | undefined;
    }
  | { readonly kind: 'rule'; readonly contains: string }
  | { readonly kind: 'sysctl'; readonly name?: string | undefined };

export type Meant = { readonly object: TopologyObject; readonly rule: number | null };

/** On the learner's own machines; what changed last comes first. */
export function meantBy(
  term: TermObject,
  topology: Topology,
  changes: readonly Change[],
): readonly Meant[] {
  const namespaces = new Map(
    topology.objects
      .filter((object): object is Namespace => object.kind === 'namespace')
      .map((space) => [space.key, space]),
  );
  const own = new Set(
    topology.objects.flatMap((object) =>
      object.kind === 'machine' && object.role === 'learner' ? [object.name] : [],
    ),
  );
  const machineOf = (object: TopologyObject) => {
    if (object.kind === 'machine') return object.name;
    if (object.kind === 'namespace') return object.machine;
    return namespaces.get(object.namespace)?.machine ?? '';
  };
  const changedAt = new Map<string, number>();
  for (const { version, differences } of changes) {
    for (const { after } of differences) if (after !== null) changedAt.set(after.key, version);
  }
  const age = ({ object }: Meant) => -(changedAt.get(object.key) ?? 0);
  return topology.objects
    .filter((object) => own.has(machineOf(object)))
    .flatMap((object) => matches(term, object))
    .toSorted((a, b) => age(a) - age(b));
}

function matches(term: TermObject, object: TopologyObject): readonly Meant[] {
  if (term.kind === 'rule') {
    if (object.kind !== 'chain') return [];
    return object.rules.flatMap((text, rule) =>
      text.includes(term.contains) ? [{ object, rule }] : [],
    );
  }
  return isMeant(term, object) ? [{ object, rule: null }] : [];
}

function isMeant(term: Exclude<TermObject, { kind: 'rule' }>, object: TopologyObject): boolean {
  switch (term.kind) {
    case 'namespace':
      return object.kind === 'namespace' && is(term.root, object.isRoot);
    case 'interface':
      return (
        object.kind === 'interface' &&
        is(term.type, object.type) &&
        is(term.port, object.master !== null) &&
        is(
          term.addressed,
          object.addresses.some(({ scope }) => scope === 'global'),
        )
      );
    case 'route':
      return (
        object.kind === 'route' && is(term.to, object.destination) && is(term.from, object.protocol)
      );
    case 'chain':
      return object.kind === 'chain' && is(term.name, object.name) && is(term.table, object.table);
    case 'sysctl':
      return object.kind === 'sysctl' && is(term.name, object.name);
    default:
      return object.kind === term.kind;
  }
}

function is<T>(wanted: T | undefined, found: T): boolean {
  return wanted === undefined || wanted === found;
}
