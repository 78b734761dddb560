import type { Listener } from '../../protocol/topology.ts';
import type { DifferenceOf } from './differences-of.ts';
import type { Places } from './name-places.ts';

export function describeSysctls(
  differences: readonly DifferenceOf<'sysctl'>[],
  places: Places,
): string[] {
  return differences.flatMap(({ before, after }) =>
    before === null || after === null
      ? []
      : [`${after.name} ${before.value} → ${after.value}${places.where(after.namespace)}`],
  );
}

export function describeListeners(
  differences: readonly DifferenceOf<'listener'>[],
  places: Places,
): string[] {
  return differences.flatMap(({ before, after }) => {
    if (before === null) {
      const who = after.process ?? 'the kernel';
      return [`${who} listens on ${socketOf(after)}${places.where(after.namespace)}`];
    }
    if (after !== null) return [];
    return [`nobody listens on ${socketOf(before)} any more${places.where(before.namespace)}`];
  });
}

function socketOf({ protocol, address, port }: Listener): string {
  return `${protocol} ${address.includes(':') ? `[${address}]` : address}:${port}`;
}
