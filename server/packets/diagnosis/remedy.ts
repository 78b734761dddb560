/**
 * The one command that mends what a finding shows, where its cause leaves no choice: which address, which
 * gateway or which program is wanted, only the lesson knows.
 */
import type { Finding } from '../../protocol/diagnosis.ts';
import type { Chain, Namespace, Topology, TopologyObject } from '../../protocol/topology.ts';
import { commandIn } from '../answers/shell-words.ts';
import { isKnownAnswer } from './causes/dropped.ts';

/** As it is typed on the machine of the finding; null: there is no single one. */
export function remedyOf(finding: Finding, { objects }: Topology): string | null {
  const byKey = (key: string | undefined) => objects.find((object) => object.key === key);
  const namespace = byKey(finding.namespace);
  const machine = byKey(`machine:${finding.machine}`);
  if (namespace?.kind !== 'namespace' || machine?.kind !== 'machine') return null;
  if (machine.role !== 'learner' || finding.certainty !== 'shown') return null;
  const words = wordsOf(finding, byKey(finding.objects[0]), namespace);
  return words === null ? null : commandIn(namespace, words);
}

type Words = readonly string[];

function wordsOf(
  finding: Finding,
  object: TopologyObject | undefined,
  at: Namespace,
): Words | null {
  switch (finding.cause) {
    case 'link-down':
      return object?.kind === 'interface' ? ['ip', 'link', 'set', object.name, 'up'] : null;
    case 'forwarding-off':
      return settingOf(finding, at, '1');
    case 'refused-by-route':
      if (object?.kind !== 'route') return null;
      return [
        ...(object.family === 'inet6' ? ['ip', '-6'] : ['ip']),
        ...['route', 'del', object.type, object.destination],
        ...(object.table === 'main' ? [] : ['table', object.table]),
      ];
    case 'dropped-by-rule':
      return object?.kind === 'chain' ? withoutRule(object, finding) : null;
    case 'dropped-by-policy':
      return object?.kind === 'chain' ? despitePolicy(object, finding) : null;
    case 'wrong-neighbour':
      if (object?.kind !== 'neighbour') return null;
      return [
        ...(object.address.includes(':') ? ['ip', '-6'] : ['ip']),
        ...['neigh', 'del', object.address, 'dev', object.device],
      ];
    case 'no-masquerade':
      return object?.kind === 'interface'
        ? ['iptables', '-t', 'nat', '-A', 'POSTROUTING', '-o', object.name, '-j', 'MASQUERADE']
        : null;
    default:
      return null;
  }
}

/** What answers is let through by itself, so that the policy still keeps out what asks. */
function despitePolicy(chain: Chain, finding: Finding): Words | null {
  const { syntax, table, name } = chain;
  if (syntax !== 'iptables') return null;
  const program = [programOf(chain), ...(table === 'filter' ? [] : ['-t', table])];
  return isKnownAnswer(finding)
    ? [...program, '-A', name, ...'-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT'.split(' ')]
    : [...program, '-P', name, 'ACCEPT'];
}

/** nft(8) deletes by handles, which its own listing shows only when asked. */
function withoutRule(chain: Chain, { evidence }: Finding): Words | null {
  const index = evidence.find(({ object }) => object === chain.key)?.rule ?? null;
  const isThere = index !== null && chain.rules[index] !== undefined;
  if (chain.syntax !== 'iptables' || !isThere) return null;
  return [programOf(chain), '-t', chain.table, '-D', chain.name, String(index + 1)];
}

function programOf({ family }: Chain): string {
  return family === 'ip6' ? 'ip6tables' : 'iptables';
}

function settingOf({ objects }: Finding, { key }: Namespace, value: string): Words | null {
  const prefix = `sysctl:${key.slice('ns:'.length)}/`;
  const name = objects.find((one) => one.startsWith(prefix))?.slice(prefix.length);
  return name === undefined ? null : ['sysctl', '-w', `${name}=${value}`];
}
