/** The destination is a name, and nobody says its address. Shown by getent(1), which asks as all do. */
import type { Namespace } from '../../../protocol/topology.ts';
import { type Draft, toAsk } from '../draft.ts';
import type { Resolved } from '../resolve-name.ts';
import { nameOf, typedIn } from '../wording.ts';

export function nameNotResolved({
  from,
  name,
  resolved: { nameServer },
  isReachable,
}: {
  readonly from: Namespace;
  readonly name: string;
  readonly resolved: Extract<Resolved, { kind: 'unknown' }>;
  /** No broken hop is known between here and the name server. */
  readonly isReachable: boolean;
}): Draft {
  const why =
    nameServer === null
      ? '/etc/resolv.conf names no name server'
      : isReachable
        ? `its name server is ${nameServer}, which tells no address for it`
        : `its name server ${nameServer} cannot be reached`;
  return {
    cause: 'name-not-resolved',
    certainty: 'shown',
    namespace: from,
    objects: [from.key],
    text: `In ${nameOf(from)} nobody knows the address of ${name}: ${why}.`,
    evidence: [toAsk(from, 'cat /etc/resolv.conf')],
    lookAt: typedIn(from, ['getent', 'hosts', '--', name]),
  };
}
