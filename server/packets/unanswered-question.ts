/** Why a packet never left its namespace: its neighbour was asked for, and nobody said anything. Pure. */
import type { Journey } from '../protocol/journey.ts';

/** In words that follow a colon; null: nobody was asked for, or somebody answered. */
export function unansweredQuestion(
  journeys: readonly Journey[],
  namespace: string | undefined,
): string | null {
  const isAnswered = ({ journeyId }: Journey) =>
    journeys.some(({ answers }) => answers === journeyId);
  const questions = journeys.filter(
    ({ kind, origin, answers }) =>
      kind === 'arp' && answers === null && origin?.namespace === namespace,
  );
  const asked = questions.findLast((question) => !isAnswered(question))?.hops[0];
  const arp = asked?.packet.layers.find((layer) => layer.kind === 'arp');
  if (asked === undefined || arp === undefined || questions.some(isAnswered)) return null;
  return `who has ${arp.targetAddress} was asked on \`${asked.interfaceName}\`, and nobody answered`;
}
