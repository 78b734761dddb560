/** A journey as lines of text, so that a test reads like the story. */
import type { Decision, Hop, Journey } from '../../protocol/journey.ts';

/** `netns0/ceth0 out: cable`, with the kinds of the decisions. */
export function wayOf({ origin, hops }: Pick<Journey, 'origin' | 'hops'>): string[] {
  const start = origin === null ? [] : [line(`${origin.namespaceName} sends it`, origin.decisions)];
  return [...start, ...hops.map(hopLine)];
}

function hopLine({ namespaceName, interfaceName, direction, decisions }: Hop): string {
  return line(`${namespaceName}/${interfaceName} ${direction}`, decisions);
}

function line(place: string, decisions: readonly Decision[]): string {
  const kinds = decisions.map(({ kind, certainty }) => (certainty === 'shown' ? kind : `${kind}?`));
  return kinds.length === 0 ? place : `${place}: ${kinds.join(', ')}`;
}

export function journeyOf(journeys: readonly Journey[], title: string | RegExp): Journey {
  const found = journeys.find((one) =>
    typeof title === 'string' ? one.title === title : title.test(one.title),
  );
  if (found === undefined)
    throw new Error(`No journey is called ${title}:\n${fullStory(journeys)}`);
  return found;
}

/** All sentences of one place of the way, by its index in `hops`; of the origin by -1. */
export function wordsAt({ origin, hops }: Journey, index: number): string[] {
  const decisions = index === -1 ? origin?.decisions : hops[index]?.decisions;
  return (decisions ?? []).map(({ text }) => text);
}

/** Everything that is told, to look at when a test fails. */
export function fullStory(journeys: readonly Journey[]): string {
  return journeys.map(storyOf).join('\n\n');
}

function storyOf(journey: Journey): string {
  const { journeyId, title, kind, answers, askedFor, origin, hops, branches, end } = journey;
  const links = [
    answers === null ? '' : ` answers ${answers}`,
    askedFor === null ? '' : ` asked for ${askedFor}`,
  ];
  return [
    `${journeyId}. ${title} [${kind}]${links.join('')}`,
    ...(origin === null ? [] : [`  ${origin.namespaceName}:`, ...decisionLines(origin.decisions)]),
    ...hops.flatMap(hopLines),
    ...branches.flatMap(({ after, hops: more }) => [
      `  | after ${hops[after]?.interfaceName}:`,
      ...more.flatMap(hopLines),
    ]),
    `  = ${JSON.stringify(end)}`,
  ].join('\n');
}

function hopLines(hop: Hop): string[] {
  const changes = hop.changed.map(
    ({ field, before, after, why }) => `${field} ${before} → ${after} (${why})`,
  );
  return [
    `  ${(hop.atNs / 1e6).toFixed(4)} ${hop.namespaceName}/${hop.interfaceName} ${hop.direction}${changes.length === 0 ? '' : ` {${changes.join('; ')}}`}`,
    ...decisionLines(hop.decisions),
  ];
}

function decisionLines(decisions: readonly Decision[]): string[] {
  return decisions.flatMap(({ kind, text, certainty, evidence }) => [
    `      - ${kind}${certainty === 'shown' ? '' : '?'}: ${text}`,
    ...evidence.map(
      ({ command, output, object, rule }) =>
        `          ${command ?? '(trace)'} → ${output} [${object}${rule === null ? '' : ` #${rule}`}]`,
    ),
  ]);
}
