/** What people call a network namespace, and an interface. */
import type { Namespace, Topology } from '../../protocol/topology.ts';

export type Places = {
  /** `host`, `netns0`, `netns0 on node1`, `the namespace of bash`. */
  readonly name: (key: string) => string;
  /** ` in netns0`, ` on node1`; nothing for the root namespace of `host`. */
  readonly where: (key: string) => string;
  readonly interfaceName: (key: string) => string;
};

/** Worlds call the machine so on which one is unless something else is said. */
const home = 'host';

/** Knows what is in either topology, so that what went still has its name. */
export function namePlaces(before: Topology, after: Topology): Places {
  const namespaces = new Map(
    [...before.objects, ...after.objects].flatMap((object) =>
      object.kind === 'namespace' ? [[object.key, object] as const] : [],
    ),
  );
  const interfaceNames = new Map(
    [...before.objects, ...after.objects].flatMap((object) =>
      object.kind === 'interface' ? [[object.key, object.name] as const] : [],
    ),
  );
  const inner = ({ name, process, machine }: Namespace) => {
    const short = name ?? `the namespace of ${process || 'a process'}`;
    return machine === home ? short : `${short} on ${machine}`;
  };
  return {
    interfaceName: (key) => interfaceNames.get(key) ?? 'an interface',
    name(key) {
      const namespace = namespaces.get(key);
      if (namespace === undefined) return 'a namespace';
      return namespace.isRoot ? namespace.machine : inner(namespace);
    },
    where(key) {
      const namespace = namespaces.get(key);
      if (namespace === undefined) return '';
      if (!namespace.isRoot) return ` in ${inner(namespace)}`;
      return namespace.machine === home ? '' : ` on ${namespace.machine}`;
    },
  };
}
