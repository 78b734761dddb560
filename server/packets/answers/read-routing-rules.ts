/** Reads the routing policy of a namespace: which tables are asked for a route, and in which order. */
import type { RoutingRule } from '../../protocol/kernel-answers.ts';
import type { Topology } from '../../protocol/topology.ts';
import { type Asked, askInside } from './ask-inside.ts';

const families = [
  { family: 'inet', argv: ['ip', 'rule', 'show'] },
  { family: 'inet6', argv: ['ip', '-6', 'rule', 'show'] },
] as const;

/** Of one family. */
const ruleLimit = 200;

/** null: it could not be read. */
export async function readRoutingRules(
  handle: Asked,
  { objects }: Topology,
  key: string,
): Promise<RoutingRule[] | null> {
  const namespace = objects.find((object) => object.key === key);
  if (namespace?.kind !== 'namespace') return null;
  const results = await askInside(
    handle,
    families.map(({ argv }) => ({ namespace, argv, input: '' })),
  );
  const [first] = results;
  if (first?.kind !== 'exited') return null;
  return families.flatMap(({ family }, index) => {
    const result = results[index];
    return result?.kind === 'exited'
      ? parseRoutingRules(family, result.stdout).slice(0, ruleLimit)
      : [];
  });
}

/** `32766:\tfrom all lookup main`, a line each, in the order in which the kernel goes through them. */
export function parseRoutingRules(family: RoutingRule['family'], text: string): RoutingRule[] {
  return text.split('\n').flatMap((line) => {
    const [, priority, words] = /^(\d+):\s+(.*\S)/.exec(line) ?? [];
    if (priority === undefined || words === undefined) return [];
    return { family, priority: Number(priority), text: words.replace(/\s+/g, ' ') };
  });
}
