/** Everything that the parts of a story may look up. */
import type { Flow } from '../../protocol/kernel-answers.ts';
import type { Topology } from '../../protocol/topology.ts';
import type { AnsweredRoute, KernelAnswers, RouteQuestion } from '../answers/answer-types.ts';
import { commandIn } from '../answers/shell-words.ts';
import type { Recording } from '../sighting.ts';
import { joinSightings } from './join.ts';
import { type MatchedWalks, matchWalks } from './match-walks.ts';
import { indexNetwork, type Network } from './network.ts';
import { findReplies, type Replies } from './replies.ts';
import { type Resolutions, readResolutions, stepsOf } from './resolutions.ts';
import type { Step } from './step.ts';
import { readWalks } from './walks.ts';

export type Scene = {
  readonly network: Network;
  readonly roots: readonly Step[];
  readonly walks: MatchedWalks;
  readonly replies: Replies;
  readonly resolutions: Resolutions;
  readonly isOver: boolean;
  /** Packets that the capture had no room for: what is missing proves nothing then. */
  readonly leftOut: number;
  routeFor(question: RouteQuestion): AnsweredRoute | undefined;
  /** Whether a whole packet was seen there that had come in pieces. */
  isGathered(namespace: string, piece: string): boolean;
  flowsOf(namespace: string): readonly Flow[];
  /** Index in the chain's rules. */
  ruleIndex(namespace: string, chainName: string, handle: number): number | null;
  /** As a person types it on the namespace's machine. */
  command(namespace: string, ...words: readonly string[]): string;
};

/** Answers are not needed to find out what to ask. */
export function setScene(
  recording: Recording,
  topology: Topology,
  answers: KernelAnswers = { routes: [], flows: [], ruleHandles: [] },
): Scene {
  const network = indexNetwork(topology);
  const roots = joinSightings(recording.sightings, network);
  const walks = matchWalks(roots, readWalks(recording.verdicts, network), network);
  const routes = new Map(answers.routes.map((one) => [nameOf(one.question), one]));
  const flows = new Map(answers.flows.map((one) => [one.namespace, one.flows]));
  const gathered = new Set(
    roots
      .flatMap(stepsOf)
      .flatMap(({ from, sighting, identity }) =>
        from?.link === 'gathered' ? [`${sighting.namespace} ${identity.piece}`] : [],
      ),
  );
  const handles = new Map<string, ReadonlyMap<number, number>>();
  for (const { namespace, family, table, chain, handles: inOrder } of answers.ruleHandles) {
    // Rules that came or went between the two readings would make another rule the culprit.
    const known = network.chainAt(namespace, family, table, chain);
    if (known !== undefined && known.rules.length !== inOrder.length) continue;
    const places = new Map(inOrder.map((handle, index) => [handle, index]));
    handles.set(`${namespace} ${family} ${table} ${chain}`, places);
  }
  return {
    network,
    roots,
    walks,
    replies: findReplies(roots, walks),
    resolutions: readResolutions(roots, network),
    isOver: recording.isOver,
    leftOut: recording.leftOut,
    routeFor: (question) => routes.get(nameOf(question)),
    isGathered: (namespace, piece) => gathered.has(`${namespace} ${piece}`),
    flowsOf: (namespace) => flows.get(namespace) ?? [],
    ruleIndex: (namespace, chainName, handle) =>
      handles.get(`${namespace} ${chainName}`)?.get(handle) ?? null,
    command(key, ...words) {
      const namespace = network.namespaceOf(key);
      return namespace === undefined ? words.join(' ') : commandIn(namespace, words);
    },
  };
}

export function nameOf({ namespace, destination, source, inputInterface }: RouteQuestion): string {
  return `${namespace} ${destination} ${source} ${inputInterface}`;
}
