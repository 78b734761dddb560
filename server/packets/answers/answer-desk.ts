/**
 * Asks the kernel what the journeys of one lab need, and nothing twice that cannot have changed: also from
 * one trace to the next.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Topology, TopologyObject } from '../../protocol/topology.ts';
import type { Verdict } from '../sighting.ts';
import type {
  AnsweredRoute,
  ChainHandles,
  KernelAnswers,
  NamespaceFlows,
  RouteQuestion,
} from './answer-types.ts';
import { type Asked, gatherInside } from './ask-inside.ts';
import { askRoutes } from './ask-routes.ts';
import { readFlows } from './read-flows.ts';
import { readRuleHandles } from './read-rule-handles.ts';

export type AnswerDesk = {
  answer(wanted: {
    readonly topology: Topology;
    readonly questions: readonly RouteQuestion[];
    /** Keys of those in which packets were seen. */
    readonly namespaces: readonly string[];
    /** What rules did. */
    readonly verdicts: readonly Verdict[];
  }): Promise<KernelAnswers>;
};

/** Flows change without anybody being told. To ask takes 14 ms of processor time, and more. */
const flowsStayFreshMs = 400;
/** A rule of `ip rule` changes the way, and nobody is told. */
const routesStayFreshMs = 10_000;

type KnownHandles = {
  readonly chains: readonly TopologyObject[];
  readonly read: readonly ChainHandles[];
  /** Handles that were met, and are in no ruleset any more. */
  readonly gone: ReadonlySet<string>;
};

export function createAnswerDesk(handle: Asked, nowMs = () => performance.now()): AnswerDesk {
  const ask = gatherInside(handle);
  let version = -1;
  let ways: readonly TopologyObject[] = [];
  let routes = new Map<string, AnsweredRoute | null>();
  let routesAtMs = nowMs();
  const handles = new Map<string, KnownHandles>();
  let flows: readonly NamespaceFlows[] = [];
  let flowsOf: ReadonlySet<string> = new Set();
  let flowsAtMs = Number.NEGATIVE_INFINITY;
  /** Namespaces in which the kernel follows flows, or did, with the families of their rules. */
  const tracking = new Map<string, Set<string>>();
  let last: Promise<unknown> = Promise.resolve();

  /** Neighbours come with every ping, and change no route. */
  function forgetOldRoutes(topology: Topology) {
    const isOld = nowMs() - routesAtMs >= routesStayFreshMs;
    if (topology.version === version && !isOld) return;
    version = topology.version;
    const there = new Set(topology.objects.map(({ key }) => key));
    for (const key of handles.keys()) if (!there.has(key)) handles.delete(key);
    for (const key of tracking.keys()) if (!there.has(key)) tracking.delete(key);
    const waysNow = topology.objects.filter(isWay);
    if (!isOld && isDeepStrictEqual(waysNow, ways)) return;
    ways = waysNow;
    routes = new Map();
    routesAtMs = nowMs();
  }

  async function routesFor(topology: Topology, questions: readonly RouteQuestion[]) {
    const unasked = questions.filter((one) => !routes.has(nameOf(one)));
    const known = routes; // of this version, also when the network changes meanwhile
    for (const one of unasked) known.set(nameOf(one), null);
    for (const one of await askRoutes(ask, topology, unasked)) {
      known.set(nameOf(one.question), one);
    }
    return questions.flatMap((one) => known.get(nameOf(one)) ?? []);
  }

  /** Only where a rule was met: a policy has no handle, and a ruleset may be long. */
  async function handlesFor(topology: Topology, verdicts: readonly Verdict[]) {
    const met = Map.groupBy(
      verdicts.filter(({ step }) => step.kind === 'rule'),
      ({ namespace }) => namespace,
    );
    const chains = Map.groupBy(
      topology.objects.filter((object) => object.kind === 'chain'),
      ({ namespace }) => namespace,
    );
    const unread = [...met].filter(([key, rules]) => {
      const known = handles.get(key);
      if (known === undefined || !isDeepStrictEqual(known.chains, chains.get(key) ?? []))
        return true;
      return rules.some((rule) => !holds(known.read, rule) && !known.gone.has(handleName(rule)));
    });
    const read = await readRuleHandles(
      ask,
      topology,
      unread.map(([key]) => key),
    );
    for (const [key, rules] of unread) {
      const own = read.filter(({ namespace }) => namespace === key);
      const gone = new Set(rules.filter((rule) => !holds(own, rule)).map(handleName));
      handles.set(key, { chains: chains.get(key) ?? [], read: own, gone });
    }
    return [...met.keys()].flatMap((key) => handles.get(key)?.read ?? []);
  }

  async function flowsFor(
    topology: Topology,
    keys: readonly string[],
    verdicts: readonly Verdict[],
  ) {
    const hasRules = (namespace: string, family: string) => {
      const known = tracking.get(namespace) ?? new Set();
      tracking.set(namespace, known.add(family));
    };
    for (const object of topology.objects) {
      if (object.kind === 'chain') hasRules(object.namespace, object.family);
    }
    // The rules of the scenery are in no topology.
    for (const { namespace, family } of verdicts) hasRules(namespace, family);
    const wanted = keys.filter((key) => tracking.has(key));
    const isFresh = nowMs() - flowsAtMs < flowsStayFreshMs;
    if (isFresh && wanted.every((key) => flowsOf.has(key))) return flows;
    flows = await readFlows(
      ask,
      topology,
      wanted.map((key) => ({ key, families: tracking.get(key) ?? new Set() })),
    );
    flowsOf = new Set(wanted);
    flowsAtMs = nowMs();
    return flows;
  }

  const answer: AnswerDesk['answer'] = async ({ topology, questions, namespaces, verdicts }) => {
    forgetOldRoutes(topology);
    const [answeredRoutes, readFlowsNow, ruleHandles] = await Promise.all([
      routesFor(topology, questions),
      flowsFor(topology, namespaces, verdicts),
      handlesFor(topology, verdicts),
    ]);
    return { routes: answeredRoutes, flows: readFlowsNow, ruleHandles };
  };

  return {
    /** One after the other: what one has asked, the next one knows. */
    answer(wanted) {
      const turn = last.then(() => answer(wanted));
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

function isWay({ kind }: TopologyObject): boolean {
  return kind === 'namespace' || kind === 'interface' || kind === 'route' || kind === 'sysctl';
}

function holds(known: readonly ChainHandles[], { family, table, chain, step }: Verdict): boolean {
  return (
    step.kind === 'rule' &&
    known.some(
      (one) =>
        one.family === family &&
        one.table === table &&
        one.chain === chain &&
        one.handles.includes(step.handle),
    )
  );
}

function handleName({ family, table, chain, step }: Verdict): string {
  return JSON.stringify([family, table, chain, step.kind === 'rule' ? step.handle : null]);
}

function nameOf({ namespace, destination, source, inputInterface }: RouteQuestion): string {
  return JSON.stringify([namespace, destination, source, inputInterface]);
}
