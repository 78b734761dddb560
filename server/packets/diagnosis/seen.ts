/** What a trace saw of the probe and of its answers: where they were rewritten, where dropped. */
import type { Journey, Probe } from '../../protocol/journey.ts';
import type { Namespace, Topology } from '../../protocol/topology.ts';
import { type Identity, identify } from '../journey/identity.ts';
import { indexNetwork, type Network } from '../journey/network.ts';
import { outcomeOf, type Walk as RuleWalk, readWalks } from '../journey/walks.ts';
import type { Recording, Verdict } from '../sighting.ts';
import { leftAlone } from './left-alone.ts';
import type { FlowSaid } from './reading.ts';

export type SeenTranslation = FlowSaid & { readonly namespace: string };

/** A rule, or a policy, that decided on it. */
export type SeenDecision = {
  readonly verdict: Verdict; // the one that did
  readonly inputIndex: number | null;
  readonly isAnswer: boolean;
};

/** `identity`: the packet as it came to the rule. */
export type SeenTaker = SeenDecision & { readonly identity: Identity };

export type Seen = {
  /** Source port or echo identifier of the probe; null: nothing was seen of it. */
  readonly identity: number | null;
  readonly translations: readonly SeenTranslation[];
  /** Namespaces in which it was seen behind the rules that rewrite its destination, or to miss them. */
  readonly passed: ReadonlySet<string>;
  /** Namespaces that the probe came into, and those that its answer did. */
  readonly arrivedIn: ReadonlySet<string>;
  readonly answeredIn: ReadonlySet<string>;
  /** In the order of time. */
  readonly drops: readonly SeenDecision[];
  /** Rules of translating chains that took it before its way was looked up. */
  readonly takers: readonly SeenTaker[];
};

export const nothingSeen: Seen = {
  identity: null,
  translations: [],
  passed: new Set(),
  arrivedIn: new Set(),
  answeredIn: new Set(),
  drops: [],
  takers: [],
};

/** One look at a packet: on an interface, or at the beginning of a base chain. */
type Look = {
  readonly atNs: number;
  /** How far within the namespace: verdicts are heard of late, so that their times say little. */
  readonly stage: number;
  readonly namespace: string;
  readonly identity: Identity;
  readonly isInput: boolean; // on an interface, coming in
  readonly walk: RuleWalk | null;
};

export function seenOf(
  recording: Recording,
  topology: Topology,
  from: Namespace,
  probe: Probe,
  destination: string,
): Seen {
  const network = indexNetwork(topology);
  const looks = looksOf(recording, network);
  const isOwn = (look: Look) => look.namespace === from.key && isProbe(look.identity, probe);
  const exact = looks.filter((look) => isOwn(look) && look.identity.destination === destination);
  const [first] = exact;
  if (first === undefined) return nothingSeen;
  const heads = new Set(exact.map(({ identity }) => identity.head));
  const there = looks.filter(({ identity }) => heads.has(identity.head));
  const answers = new Set(there.map(({ identity }) => tupleOf(reversed(identity))));
  const isAnswer = ({ identity }: Look) => answers.has(tupleOf(identity));
  const came = (seen: readonly Look[]) =>
    new Set(seen.filter(({ isInput }) => isInput).map(({ namespace }) => namespace));
  return {
    identity: numbersOf(first.identity).source,
    // What comes back to its sender has been there before: how it left says nothing of how it comes.
    translations: translationsOf(
      there.filter((look) => look.namespace !== from.key || isLeaving(look)),
    ),
    passed: new Set([
      ...there.filter(({ stage }) => stage > 0).map(({ namespace }) => namespace),
      ...leftAlone(
        there.flatMap(({ walk }) => walk ?? []),
        topology,
      ),
    ]),
    arrivedIn: came(there),
    answeredIn: came(looks.filter(isAnswer)),
    drops: looks.flatMap((look) => {
      const own = heads.has(look.identity.head);
      const verdict = look.walk?.verdicts.at(-1);
      if (look.walk === null || verdict === undefined || outcomeOf(look.walk) !== 'drop') return [];
      if (!own && !isAnswer(look)) return [];
      return [{ verdict, inputIndex: look.walk.inputIndex, isAnswer: !own }];
    }),
    takers: there.flatMap(({ walk, identity }) => {
      const verdict = walk?.verdicts.at(-1);
      if (walk === null || verdict === undefined || outcomeOf(walk) !== 'accept') return [];
      const { namespace, family, table, chain, hook } = walk;
      const isEarly = hook === 'prerouting' || hook === 'output';
      const { type } = network.chainAt(namespace, family, table, chain) ?? {};
      if (!isEarly || type !== 'nat' || verdict.step.kind !== 'rule') return [];
      return [{ verdict, inputIndex: walk.inputIndex, isAnswer: false, identity }];
    }),
  };
}

/** The journey of the probe, or of an answer to it, that came to a bad end; or was not answered. */
export function lostJourney(
  journeys: readonly Journey[],
  from: Namespace,
  destination: string,
): Journey | null {
  const own = journeys.filter(
    ({ hops: [first] }) =>
      first?.namespace === from.key &&
      first.packet.layers.some(
        (layer) =>
          (layer.kind === 'ipv4' || layer.kind === 'ipv6') && layer.destination === destination,
      ),
  );
  const ids = new Set(own.map(({ journeyId }) => journeyId));
  const answers = journeys.filter((one) => one.answers !== null && ids.has(one.answers));
  const lost = [...own, ...answers].find(({ end }) => end.kind === 'lost');
  if (lost !== undefined) return lost;
  const isAnswered = ({ journeyId }: Journey) => answers.some((one) => one.answers === journeyId);
  return own.find((one) => one.end.kind === 'delivered' && !isAnswered(one)) ?? null;
}

const stages = {
  other: 0,
  prerouting: 0,
  output: 0,
  input: 1,
  forward: 1,
  postrouting: 2,
  left: 3,
} as const;

function looksOf({ sightings, verdicts }: Recording, network: Network): Look[] {
  const looks: Look[] = [
    ...sightings.map(({ atNs, namespace, direction, layers, bytes }) => {
      const isInput = direction === 'in';
      const stage = isInput ? stages.prerouting : stages.left;
      return { atNs, stage, namespace, isInput, identity: identify(layers, bytes), walk: null };
    }),
    ...readWalks(verdicts, network).map((walk) => {
      const { atNs, namespace, identity, hook } = walk;
      return { atNs, stage: stages[hook], namespace, isInput: false, identity, walk };
    }),
  ];
  return looks.sort((a, b) => a.atNs - b.atNs);
}

function isProbe({ upper }: Identity, probe: Probe): boolean {
  if (probe.kind === 'ping') {
    return upper?.kind === 'icmp' && (upper.type === 8 || upper.type === 128);
  }
  return (
    upper?.kind === 'tcp' &&
    upper.destinationPort === probe.port &&
    upper.flags.includes('SYN') &&
    !upper.flags.includes('ACK')
  );
}

type Numbers = { readonly source: number | null; readonly destination: number | null };

/** Ports; an echo and its answer have the same identifier. */
export function numbersOf({ ports, upper }: Pick<Identity, 'ports' | 'upper'>): Numbers {
  if (upper?.kind === 'icmp') return { source: upper.identifier, destination: null };
  return { source: ports?.source ?? null, destination: ports?.destination ?? null };
}

function tupleOf({ source, destination, upper, ports }: Identity): string {
  const numbers = numbersOf({ upper, ports });
  return `${upper?.kind} ${source} ${destination} ${numbers.source} ${numbers.destination}`;
}

function reversed(identity: Identity): Identity {
  const { ports } = identity;
  return {
    ...identity,
    source: identity.destination,
    destination: identity.source,
    ports: ports && { source: ports.destination, destination: ports.source },
  };
}

function isLeaving({ isInput, walk }: Look): boolean {
  return !isInput && (walk === null || walk.hook === 'output' || walk.hook === 'postrouting');
}

/** Of each namespace: how the packet was when it was seen there first, and last. */
function translationsOf(looks: readonly Look[]): SeenTranslation[] {
  const inNamespace = Map.groupBy(looks, ({ namespace }) => namespace);
  return [...inNamespace].flatMap(([namespace, all]) => {
    const seen = all.toSorted((a, b) => a.stage - b.stage);
    const before = seen[0]?.identity;
    const after = seen.at(-1)?.identity;
    if (before === undefined || after === undefined) return [];
    const { source, destination } = before;
    const { source: replyDestination, destination: replySource } = after;
    if (!source || !destination || !replySource || !replyDestination) return [];
    if (source === replyDestination && destination === replySource) return [];
    return [
      {
        namespace,
        protocol: before.upper?.kind ?? '',
        expiresInS: 0,
        source,
        destination,
        replySource,
        replyDestination,
        identity: numbersOf(before).source,
        port: before.ports?.destination ?? null,
        replyPort: after.ports?.destination ?? null,
        line: `${source} → ${destination} became ${replyDestination} → ${replySource}`,
      },
    ];
  });
}
