import type { DifferenceOf } from './differences-of.ts';
import type { Places } from './name-places.ts';

/** Only neighbours that somebody has entered by hand; the others come and go with the traffic. */
export function describeNeighbours(
  differences: readonly DifferenceOf<'neighbour'>[],
  places: Places,
): string[] {
  return differences.flatMap(({ before, after }) => {
    const past = before?.state === 'PERMANENT' ? before : null;
    const present = after?.state === 'PERMANENT' ? after : null;
    const one = present ?? past;
    if (one === null || past?.mac === present?.mac) return [];
    const verb = present === null ? 'deleted' : 'added';
    const words = `${one.address} lladdr ${one.mac} dev ${one.device}`;
    return [`${verb} neighbour ${words}${places.where(one.namespace)}`];
  });
}
