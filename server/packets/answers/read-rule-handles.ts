/** Reads by which handles the kernel's trace will name the rules of some namespaces. */
import type { Topology } from '../../protocol/topology.ts';
import type { ChainHandles } from './answer-types.ts';
import type { AskInside } from './ask-inside.ts';
import { parseRuleHandles } from './parse-rule-handles.ts';

/** A rule takes some 300 bytes as JSON: this holds the 5,000 of a large ruleset four times. */
const rulesetLimitBytes = 6 * 1024 * 1024;
/** Of all namespaces that are read at once. */
const allLimitBytes = 2 * rulesetLimitBytes;

/** Left out are namespaces that could not be read, and rulesets beyond the limit. */
export async function readRuleHandles(
  ask: AskInside,
  topology: Topology,
  keys: readonly string[],
): Promise<ChainHandles[]> {
  const namespaces = topology.objects
    .filter((object) => object.kind === 'namespace')
    .filter(({ key }) => keys.includes(key));
  const shareBytes = Math.min(rulesetLimitBytes, Math.floor(allLimitBytes / namespaces.length));
  const results = await ask(
    namespaces.map((namespace) => ({
      namespace,
      argv: ['nft', '-a', '-s', '-j', 'list', 'ruleset'],
      input: '',
      shareBytes,
    })),
  );
  return namespaces.flatMap(({ key }, index) => {
    const result = results[index];
    const chains = result?.kind === 'exited' ? parseRuleHandles(result.stdout) : null;
    return (chains ?? []).map((chain) => ({ namespace: key, ...chain }));
  });
}
