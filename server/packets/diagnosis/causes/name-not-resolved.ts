/** The destination is a name, and nobody says its address. Shown by getent(1), which asks as all do. */
import type { Namespace } from '../../../protocol/topology.ts';
import type { NameServerSays } from '../ask-name-server.ts';
import { type Draft, toAsk } from '../draft.ts';
import type { Resolved } from '../resolve-name.ts';
import { nameOf, typedIn } from '../wording.ts';

export function nameNotResolved({
  from,
  name,
  resolved: { nameServer },
  says,
  isBroken,
}: {
  readonly from: Namespace;
  readonly name: string;
  readonly resolved: Extract<Resolved, { kind: 'unknown' }>;
  readonly says: NameServerSays;
  /** A broken hop between here and the name server is known. */
  readonly isBroken: boolean;
}): Draft {
  const why =
    nameServer === null
      ? '/etc/resolv.conf names no name server'
      : isBroken
        ? `its name server ${nameServer} cannot be reached`
        : wordsFor(says, nameServer);
  const file = 'cat /etc/resolv.conf';
  return {
    cause: 'name-not-resolved',
    certainty: 'shown',
    namespace: from,
    objects: [from.key],
    text: `In ${nameOf(from)} nobody knows the address of ${name}: ${why}.`,
    evidence: [toAsk(from, file)],
    // Only of a server that answers is it the name that is in question, and not the server.
    lookAt: typedIn(from, says === 'answers' ? ['getent', 'hosts', '--', name] : file),
  };
}

function wordsFor(says: NameServerSays, nameServer: string): string {
  switch (says) {
    case 'answers':
      return `its name server is ${nameServer}, which tells no address for it`;
    case 'silent':
      return `its name server ${nameServer} does not answer, and the kernel shows no reason on the way`;
    case 'unknown':
      return `its name server is ${nameServer}, and whether that one answers could not be tried`;
  }
}
