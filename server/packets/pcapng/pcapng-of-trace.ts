import type { Topology } from '../../protocol/topology.ts';
import type { Sighting } from '../sighting.ts';
import { type PcapngInterface, writePcapng } from './write-pcapng.ts';

/** Everything that a trace has captured, with its interfaces named as they are in `topology`. */
export function pcapngOfTrace(
  startedAtMs: number,
  sightings: readonly Sighting[],
  topology: Topology,
): Uint8Array {
  const ids = [...new Set(sightings.map(interfaceOf))];
  return writePcapng({
    startedAtMs,
    interfaces: ids.map((id) => describeInterface(id, topology)),
    packets: sightings.map((sighting) => ({ ...sighting, interface: interfaceOf(sighting) })),
  });
}

/** As the topology's keys are made, `if:INODE/INDEX`. */
function interfaceOf({ namespace, interfaceIndex }: Sighting): string {
  return `if:${namespace.slice('ns:'.length)}/${interfaceIndex}`;
}

/** One that is gone by now keeps its number. */
function describeInterface(id: string, { objects }: Topology): PcapngInterface {
  const found = objects.find(({ key }) => key === id);
  if (found?.kind !== 'interface') {
    return { id, name: id, description: 'an interface that is gone' };
  }
  const owner = objects.find(({ key }) => key === found.namespace);
  if (owner?.kind !== 'namespace') return { id, name: found.name, description: found.type };
  const place = owner.isRoot ? owner.machine : (owner.name ?? owner.path);
  const description = owner.isRoot ? `machine ${owner.machine}` : `${place} on ${owner.machine}`;
  return { id, name: `${place}:${found.name}`, description: `${found.type}, ${description}` };
}
