/** Reads what connection tracking holds in some namespaces, bounded: a flood makes many entries. */
import type { Topology } from '../../protocol/topology.ts';
import type { NamespaceFlows } from './answer-types.ts';
import type { AskInside } from './ask-inside.ts';
import { parseFlows } from './parse-flows.ts';

/** Of one namespace. */
const flowLimit = 500;

/** Left out are namespaces that could not be read, e.g. because they are gone. */
export async function readFlows(
  ask: AskInside,
  topology: Topology,
  keys: readonly string[],
): Promise<NamespaceFlows[]> {
  const namespaces = topology.objects
    .filter((object) => object.kind === 'namespace')
    .filter(({ key }) => keys.includes(key));
  const results = await ask(
    namespaces.map((namespace) => ({
      namespace,
      argv: ['sh', '-c', script, 'sh', String(flowLimit)],
      input: '',
    })),
  );
  return namespaces.flatMap(({ key }, index) => {
    const result = results[index];
    if (result?.kind !== 'exited') return [];
    const [first = '', ...lines] = result.stdout.split('\n');
    const flows = parseFlows(lines.join('\n')).slice(0, flowLimit);
    const count = /^\d+$/.test(first) ? Number(first) : flows.length;
    return [{ namespace: key, flows, leftOut: Math.max(0, count - flows.length) }];
  });
}

/**
 * How many there are, and the first of them. Entries may come and go between the two counts, so that
 * "left out" is exact only where it says that something was.
 */
const script = `
v4=$(conntrack -L -f ipv4 -o extended,id 2>/dev/null | head -n "$1")
v6=$(conntrack -L -f ipv6 -o extended,id 2>/dev/null | head -n "$1")
shown=$(printf '%s\\n%s\\n' "$v4" "$v6" | grep -c .)
if [ "$shown" -lt "$1" ]; then echo "$shown"; else conntrack -C; fi
printf '%s\\n%s\\n' "$v4" "$v6"`;
