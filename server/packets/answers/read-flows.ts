/** Reads what connection tracking holds in some namespaces, bounded: a flood makes many entries. */
import type { Topology } from '../../protocol/topology.ts';
import type { NamespaceFlows } from './answer-types.ts';
import type { AskInside } from './ask-inside.ts';
import { parseFlows } from './parse-flows.ts';

/** Of one namespace. */
const flowLimit = 500;

export type FlowsWanted = {
  readonly key: string; // of the namespace
  /** Of its rules: what no rule is about is not tracked. */
  readonly families: ReadonlySet<string>;
};

/** Left out are namespaces that could not be read, e.g. because they are gone. */
export async function readFlows(
  ask: AskInside,
  topology: Topology,
  wanted: readonly FlowsWanted[],
): Promise<NamespaceFlows[]> {
  const namespaces = topology.objects.filter((object) => object.kind === 'namespace');
  const lists = wanted.flatMap(({ key, families }) => {
    const namespace = namespaces.find((one) => one.key === key);
    if (namespace === undefined) return [];
    return versions.flatMap(({ otherFamily, words }) =>
      isOnly(families, otherFamily) ? [] : [{ key, namespace, argv: [...list, ...words] as const }],
    );
  });
  const results = await ask(lists.map(({ namespace, argv }) => ({ namespace, argv, input: '' })));
  const read = lists.flatMap(({ key, namespace }, index) => {
    const result = results[index];
    return result?.kind === 'exited' ? [{ key, namespace, text: result.stdout }] : [];
  });
  const found = [...Map.groupBy(read, ({ key }) => key).values()].flatMap((texts) => {
    const [first] = texts;
    const all = texts.flatMap(({ text }) => parseFlows(text));
    return first === undefined ? [] : [{ ...first, all }];
  });
  const flooded = found.filter(({ all }) => all.length > flowLimit);
  const counts = await ask(
    flooded.map(({ namespace }) => ({ namespace, argv: ['conntrack', '-C'], input: '' })),
  );
  return found.map((one) => {
    const counted = counts[flooded.indexOf(one)];
    const count = counted?.kind === 'exited' ? Number.parseInt(counted.stdout, 10) : 0;
    const flows = one.all.slice(0, flowLimit);
    // Entries come and go between the two: "left out" is exact only where it says that something was.
    return { namespace: one.key, flows, leftOut: Math.max(count, one.all.length) - flows.length };
  });
}

const list = ['conntrack', '-L', '-o', 'extended,id'] as const;
const versions = [
  { words: ['-f', 'ipv4'], otherFamily: 'ip6' },
  { words: ['-f', 'ipv6'], otherFamily: 'ip' },
] as const;

/** Of one family, all of whose rules are about the other version; `inet` and `bridge` are about both. */
function isOnly(families: ReadonlySet<string>, family: string): boolean {
  return families.size > 0 && [...families].every((one) => one === family);
}
