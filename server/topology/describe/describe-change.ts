/** Puts a change into sentences of the field's own words. Ageing alone gives none. */
import type { Difference, Topology, TopologyObject } from '../../protocol/topology.ts';
import { describeChains } from './describe-chains.ts';
import { describeInterfaces } from './describe-interfaces.ts';
import { describeNamespaces } from './describe-namespaces.ts';
import { describeNeighbours } from './describe-neighbours.ts';
import { describeRoutes } from './describe-routes.ts';
import { describeListeners, describeSysctls } from './describe-settings.ts';
import { differencesOf } from './differences-of.ts';
import { namePlaces } from './name-places.ts';

/** More than these nobody reads. */
const sentencesMax = 12;

export function describeChange(
  before: Topology,
  after: Topology,
  differences: readonly Difference[],
): string[] {
  const places = namePlaces(before, after);
  // What comes and goes with its namespace needs no words of its own.
  const passing = new Set(
    differencesOf(differences, 'namespace').flatMap(({ before, after }) =>
      before === null ? [after.key] : after === null ? [before.key] : [],
    ),
  );
  const lasting = differences.filter((one) => !passing.has(namespaceOf(one.after ?? one.before)));
  const sentences = [
    ...describeNamespaces(differencesOf(differences, 'namespace'), places),
    ...describeInterfaces(differencesOf(differences, 'interface'), lasting, places),
    ...describeRoutes(differencesOf(lasting, 'route'), differences, places),
    ...describeNeighbours(differencesOf(lasting, 'neighbour'), places),
    ...describeChains(differencesOf(lasting, 'chain'), places),
    ...describeSysctls(differencesOf(lasting, 'sysctl'), places),
    ...describeListeners(differencesOf(lasting, 'listener'), places),
  ];
  if (sentences.length <= sentencesMax) return sentences;
  const rest = sentences.length - sentencesMax + 1;
  return [...sentences.slice(0, sentencesMax - 1), `and ${rest} more`];
}

function namespaceOf(object: TopologyObject | null): string {
  return object !== null && 'namespace' in object ? object.namespace : '';
}
