/** Rules and policies of netfilter that the packet met, as its trace names them. */
import type { Decision, Evidence } from '../../../protocol/journey.ts';
import type { Chain } from '../../../protocol/topology.ts';
import type { Verdict } from '../../sighting.ts';
import type { Scene } from '../scene.ts';
import type { Walk } from '../walks.ts';
import { outcomeOf } from '../walks.ts';
import { shown } from './decision.ts';

/** A rule that only counts lets the packet go on: there may be thousands of them. */
const toldRules = 24;

export function tellWalks(walks: readonly Walk[], scene: Scene): Decision[] {
  return walks.map((walk) => tellWalk(walk, scene));
}

export function tellWalk(walk: Walk, scene: Scene): Decision {
  const { verdicts } = walk;
  const told =
    verdicts.length <= toldRules
      ? verdicts
      : [...verdicts.slice(0, toldRules - 1), ...verdicts.slice(-1)];
  const evidence = told.map((verdict) => evidenceOf(verdict, scene));
  return shown('chain', `${titleOf(walk)}: ${resultOf(walk, scene)}`, evidence);
}

function titleOf({ family, table, chain }: Walk): string {
  return `Chain ${chain} of table ${family === 'ip' ? '' : `${family} `}${table}`;
}

function resultOf(walk: Walk, scene: Scene): string {
  const last = walk.verdicts.at(-1);
  const met = walk.verdicts.filter(({ step }) => step.kind === 'rule').length;
  const outcome = outcomeOf(walk);
  if (last === undefined || outcome === null) return 'how it ended there was not heard of.';
  if (last.step.kind !== 'rule') {
    const without = met === 0 ? 'no rule matches' : 'no rule decides';
    const word = outcome === 'drop' ? 'drops it' : 'accepts it';
    return `${without}, the policy ${word}.`;
  }
  return `${ruleName(last, walk, scene)} ${doing(last, outcome, scene)}.`;
}

function ruleName(verdict: Verdict, walk: Walk, scene: Scene): string {
  const chain = chainOf(verdict, scene);
  const index = indexOf(verdict, scene);
  const of = verdict.chain === walk.chain ? '' : ` of ${verdict.chain}`;
  const place = index === null ? `a rule${of}` : `rule ${index + 1}${of}`;
  const within = chain === undefined ? '' : ruleWords(chain, index);
  return within === '' ? place : `${place}, \`${within}\`,`;
}

export function doing(
  verdict: Verdict,
  outcome: 'accept' | 'drop' | 'other',
  scene: Scene,
): string {
  const chain = chainOf(verdict, scene);
  const words = chain === undefined ? '' : ruleWords(chain, indexOf(verdict, scene));
  if (/\b(MASQUERADE|SNAT|DNAT|REDIRECT)\b|\b(masquerade|snat|dnat|redirect)\b/.test(words)) {
    return outcome === 'drop' ? 'drops it' : 'matches';
  }
  if (outcome === 'drop') return /\breject\b/i.test(words) ? 'rejects it' : 'drops it';
  return outcome === 'accept' ? 'accepts it' : `ends with ${verdict.step.outcome}`;
}

function evidenceOf(verdict: Verdict, scene: Scene): Evidence {
  const chain = chainOf(verdict, scene);
  const index = indexOf(verdict, scene);
  return {
    command: chain === undefined ? null : listCommand(chain, scene),
    output: outputOf(verdict, chain, index),
    object: chain?.key ?? null,
    rule: index,
  };
}

function outputOf({ step, chain: name }: Verdict, chain: Chain | undefined, index: number | null) {
  switch (step.kind) {
    case 'rule': {
      const words = chain === undefined ? '' : ruleWords(chain, index);
      const target = step.target === null ? '' : ` ${step.target}`;
      return words === '' ? `rule with handle ${step.handle} (${step.outcome}${target})` : words;
    }
    case 'return':
      return `${name}: end of the chain (${step.outcome})`;
    case 'policy':
      return chain?.syntax === 'iptables'
        ? `-P ${name} ${step.outcome.toUpperCase()}`
        : `policy ${step.outcome}`;
  }
}

function listCommand({ syntax, family, table, name, namespace }: Chain, { command }: Scene) {
  if (syntax === 'nft') return command(namespace, 'nft', 'list', 'chain', family, table, name);
  const program = family === 'ip6' ? 'ip6tables' : 'iptables';
  return command(namespace, program, '-t', table, '-S', name);
}

function ruleWords(chain: Chain, index: number | null): string {
  const rule = index === null ? undefined : chain.rules[index];
  if (rule === undefined) return '';
  return chain.syntax === 'iptables' ? `-A ${chain.name} ${rule}` : rule;
}

function chainOf({ namespace, family, table, chain }: Verdict, { network }: Scene) {
  return network.chainAt(namespace, family, table, chain);
}

/** Where the rule stands; null where the ruleset has changed since, or was not read. */
function indexOf({ namespace, family, table, chain, step }: Verdict, scene: Scene): number | null {
  if (step.kind !== 'rule') return null;
  return scene.ruleIndex(namespace, `${family} ${table} ${chain}`, step.handle);
}
