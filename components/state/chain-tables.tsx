/** nftables and iptables: the chains that a packet meets, in the order in which it does. */
import type { Chain, Namespace } from '../../server/protocol/topology.ts';
import { useLab, useView } from '../lab/lab-context.tsx';
import { inNamespace } from '../topology/facts/shell-command.ts';
import { orderChains, type PlacedChain, type Station } from './chain-order.ts';
import { LeftOut, MarkWord } from './data-table.tsx';
import type { Marked } from './last-changes.ts';
import { markRules, type RuleLine } from './mark-rules.ts';
import { Section } from './section.tsx';

const ruleLimit = 200;

export function ChainTables(props: {
  readonly namespace: Namespace;
  readonly chains: readonly Chain[];
  readonly marked: Marked;
}) {
  const { namespace, chains, marked } = props;
  const { stations, unreached } = orderChains(chains);
  const draw = ({ chain, depth }: PlacedChain) => (
    <ChainTable key={chain.key} chain={chain} depth={depth} marked={marked} />
  );
  return (
    <Section
      id="chains"
      title="Chains"
      commands={commandsOf(chains).map((command) => inNamespace(namespace, command))}
      machine={namespace.machine}
    >
      {chains.length === 0 && (
        <p className="st-none">There is no chain: no packet is filtered or translated here.</p>
      )}
      {stations.map((station) => (
        <StationOfChains key={station.id} station={station}>
          {station.chains.map(draw)}
        </StationOfChains>
      ))}
      {unreached.length > 0 && (
        <StationOfChains
          station={{
            id: 'unreached',
            title: 'jumped to by none of these',
            who: 'no packet comes by here',
            chains: unreached,
          }}
        >
          {unreached.map(draw)}
        </StationOfChains>
      )}
    </Section>
  );
}

function StationOfChains(props: { readonly station: Station; readonly children: React.ReactNode }) {
  const { title, who } = props.station;
  return (
    <div className="st-station">
      <h4>
        {title} <span>{who}</span>
      </h4>
      {props.children}
    </div>
  );
}

function ChainTable(props: {
  readonly chain: Chain;
  readonly depth: number;
  readonly marked: Marked;
}) {
  const { chain, depth, marked } = props;
  const session = useLab();
  const chosenRule = useView(({ selection }) =>
    selection?.key === chain.key ? selection.rule : null,
  );
  const mark = marked.marks.get(chain.key) ?? null;
  const lines = markRules(chain, mark, marked.before.get(chain.key) ?? null);
  const title = `${chain.table} ${chain.name}`;
  return (
    <div className="st-chain" style={{ marginInlineStart: 12 + depth * 20 }}>
      <div className="st-frame">
        <table className="st-table">
          <caption>
            <button type="button" onClick={() => session.select({ key: chain.key, rule: null })}>
              {title}
            </button>{' '}
            <span>{chainWords(chain, depth)}</span>
            <MarkWord mark={mark === 'changed' ? null : mark} />
          </caption>
          <tbody>
            {lines.slice(0, ruleLimit).map((line) => (
              <RuleRow key={line.id} line={line} isLit={line.index === chosenRule} />
            ))}
            {lines.length === 0 && (
              <tr>
                <td />
                <td className="st-none">no rule</td>
              </tr>
            )}
            {chain.policy !== null && (
              <tr className="st-policy">
                <td />
                <td>otherwise {chain.policy.toLowerCase()}</td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
      {lines.length > ruleLimit && <LeftOut count={lines.length - ruleLimit} />}
    </div>
  );
}

function RuleRow({ line, isLit }: { readonly line: RuleLine; readonly isLit: boolean }) {
  const { index, text, mark } = line;
  return (
    <tr data-mark={mark ?? undefined} data-lit={isLit || undefined}>
      <td>{index === null ? '' : index + 1}</td>
      <td>
        {mark === 'gone' ? <del>{text}</del> : text}
        <MarkWord mark={mark} />
      </td>
    </tr>
  );
}

function chainWords({ family, priority, hook }: Chain, depth: number): string {
  const words = [family];
  if (priority !== null) words.push(`priority ${priority}`);
  if (hook === null) words.push(depth === 0 ? 'of no hook' : 'jumped to');
  return words.join(', ');
}

function commandsOf(chains: readonly Chain[]): string[] {
  const commands: string[] = [];
  const has = (syntax: Chain['syntax'], family?: string) =>
    chains.some((chain) => chain.syntax === syntax && (family ?? chain.family) === chain.family);
  if (has('iptables', 'ip')) commands.push('iptables-save');
  if (has('iptables', 'ip6')) commands.push('ip6tables-save');
  if (has('nft') || chains.length === 0) commands.push('nft list ruleset');
  return commands;
}
