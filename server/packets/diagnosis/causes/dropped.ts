/** A rule, or a chain's policy, has dropped the packet: the kernel's own trace of it says which. */
import type { Chain } from '../../../protocol/topology.ts';
import { type Draft, toAsk } from '../draft.ts';
import { type Drop, type Scene, stepsOf } from '../scene.ts';
import { code, nameOf, typedIn } from '../wording.ts';

export function dropped(drop: Drop, scene: Scene): Draft {
  const { namespace, chain, isPolicy, rule, input } = drop;
  const command = listing(chain);
  const text = rule === null ? null : (chain.rules[rule] ?? null);
  const isRejected = text !== null && rejects(chain, text);
  const verb = isRejected ? 'rejected' : 'dropped';
  const who = `${whoIs(drop, scene)} ${verb} in ${nameOf(namespace)}`;
  const by =
    text === null
      ? isPolicy
        ? `by the policy of ${code(chain.name)}, since no rule of it takes the packet`
        : `by a rule of ${code(chain.name)}`
      : `by this rule of ${code(chain.name)}: ${code(text)}`;
  const isBridged = isOnlyBridged(drop, scene);
  return {
    cause: isBridged ? 'bridge-netfilter' : isPolicy ? 'dropped-by-policy' : 'dropped-by-rule',
    certainty: 'shown',
    namespace,
    objects: [chain.key, ...(input === null ? [] : [input.key])],
    text: isBridged
      ? `${who} ${by}. It is a frame between two ports of a bridge, which meets these rules only because net.bridge.bridge-nf-call-${tablesOf(chain)} is 1.`
      : `${who} ${by}.${isRejected ? whatIsTold(scene) : ''}`,
    evidence: [
      {
        command: typedIn(namespace, command),
        output: isPolicy ? policyLine(chain) : (text ?? 'That rule is not there any more.'),
        object: chain.key,
        rule,
      },
      ...(isBridged
        ? [toAsk(namespace, `sysctl net.bridge.bridge-nf-call-${tablesOf(chain)}`)]
        : []),
    ],
    lookAt: typedIn(namespace, command),
  };
}

/** An answer to what the namespace has seen: its connection tracking knows it as such. */
export function isKnownAnswer({ text }: Pick<Draft, 'text'>): boolean {
  return text.startsWith(knownAnswer);
}

const knownAnswer = 'The answer is ';

function whoIs({ isAnswer, namespace }: Drop, { walk, arrivedIn }: Scene): string {
  if (!isAnswer) return 'The packet is';
  const { key } = namespace;
  const isKnown = arrivedIn.has(key) || walk.there.some((step) => step.namespace.key === key);
  return isKnown ? knownAnswer.trimEnd() : 'An answer is';
}

/** The namespace is not on the packet's way by routes: it only carries its frames from port to port. */
function isOnlyBridged({ namespace, chain }: Drop, { walk, network }: Scene): boolean {
  return (
    chain.family !== 'bridge' &&
    network.settingIn(namespace.key, `net.bridge.bridge-nf-call-${tablesOf(chain)}`) === '1' &&
    stepsOf(walk).every((step) => step.namespace.key !== namespace.key) &&
    network.interfacesIn(namespace.key).some(({ type }) => type === 'bridge')
  );
}

/** The trace says `drop` of both; a rule that rejects also tells the sender. What is quoted is a comment. */
function rejects({ syntax }: Chain, rule: string): boolean {
  const words = rule.replace(/"[^"]*"/g, '');
  return syntax === 'iptables' ? / -j REJECT( |$)/.test(` ${words}`) : /\breject\b/.test(words);
}

function whatIsTold({ outcome }: Scene): string {
  if (outcome.kind === 'refused') return ' The sender was told: Connection refused.';
  const isTold = outcome.kind === 'silent' && outcome.complaint !== 'no reply';
  return isTold ? ` The sender was told: ${outcome.complaint}.` : '';
}

function policyLine({ syntax, name, policy }: Chain): string {
  return syntax === 'iptables' ? `-P ${name} ${policy ?? 'DROP'}` : `policy ${policy ?? 'drop'};`;
}

function tablesOf({ family }: Chain): string {
  return family === 'ip6' ? 'ip6tables' : 'iptables';
}

function listing({ syntax, family, table, name }: Chain): string {
  if (syntax === 'nft') return `nft list chain ${family} ${table} ${name}`;
  return `${family === 'ip6' ? 'ip6tables' : 'iptables'} -t ${table} -S ${name}`;
}
