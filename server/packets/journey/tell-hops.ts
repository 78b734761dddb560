/** A way as hops: what was seen at each interface, and what was decided in between. */
import type { Decision, Hop } from '../../protocol/journey.ts';
import { changesBetween } from './changes-between.ts';
import type { Scene } from './scene.ts';
import type { Step } from './step.ts';
import { tellTransition } from './tell-transition.ts';

export function tellHops(steps: readonly Step[], last: readonly Decision[], scene: Scene): Hop[] {
  return steps.map((step, index) => {
    const next = steps[index + 1];
    const decisions = next === undefined ? [...last] : tellTransition(step, next, scene);
    return hopOf(step, decisions, scene);
  });
}

function hopOf(step: Step, decisions: Decision[], scene: Scene): Hop {
  const { sighting, at, from } = step;
  const { atNs, namespace, interfaceIndex, direction, bytes, length, layers } = sighting;
  return {
    atNs,
    ...scene.network.placeOf(namespace),
    namespace,
    interface: at?.key ?? `if:${namespace.slice('ns:'.length)}/${interfaceIndex}`,
    interfaceName: at?.name ?? `interface ${interfaceIndex}`,
    direction,
    packet: { bytes: Buffer.from(bytes).toString('hex'), length, layers: [...layers] },
    changed: from === null ? [] : [...changesBetween(from.step, step, scene).fields],
    decisions,
  };
}
