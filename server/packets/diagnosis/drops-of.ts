/** Where rules have dropped the probe or its answer, as a trace of it tells. */
import type { Hop, Journey, Probe } from '../../protocol/journey.ts';
import type { Namespace, Topology } from '../../protocol/topology.ts';
import type { Drop } from './scene.ts';

/** The journeys of the probe itself: its packets that began in its namespace, and their answers. */
export function journeysOfProbe(
  journeys: readonly Journey[],
  probe: Probe,
  from: Namespace,
  destination: string,
): Journey[] {
  const sent = journeys.filter(({ hops, kind }) => {
    const [first] = hops;
    return (
      kind === (probe.kind === 'ping' ? 'icmp' : 'tcp') &&
      first?.namespace === from.key &&
      first.packet.layers.some(
        (layer) =>
          (layer.kind === 'ipv4' || layer.kind === 'ipv6') && layer.destination === destination,
      )
    );
  });
  const own = new Set(sent.map(({ journeyId }) => journeyId));
  return [...sent, ...journeys.filter(({ answers }) => answers !== null && own.has(answers))];
}

export function dropsOf(journeys: readonly Journey[], { objects }: Topology): Drop[] {
  return journeys.flatMap(({ hops, answers }) =>
    hops.flatMap((hop) =>
      hop.decisions.flatMap((decision) => {
        if (decision.kind !== 'dropped') return [];
        return decision.evidence.flatMap(({ object, rule, output }) => {
          const chain = objects.find((one) => one.key === object);
          if (chain?.kind !== 'chain') return [];
          const namespace = objects.find((one) => one.key === chain.namespace);
          if (namespace?.kind !== 'namespace') return [];
          const input = inputOf(hop, chain.namespace);
          const met = objects.find((one) => one.key === input);
          return [
            {
              namespace,
              chain,
              rule,
              input: met?.kind === 'interface' ? met : null,
              isAnswer: answers !== null,
              said: output,
            },
          ];
        });
      }),
    ),
  );
}

function inputOf(hop: Hop, namespace: string): string | null {
  return hop.direction === 'in' && hop.namespace === namespace ? hop.interface : null;
}
