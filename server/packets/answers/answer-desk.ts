/** Asks the kernel what the journeys of one trace need, and nothing twice that cannot have changed. */
import type { Topology } from '../../protocol/topology.ts';
import type {
  AnsweredRoute,
  ChainHandles,
  KernelAnswers,
  NamespaceFlows,
  RouteQuestion,
} from './answer-types.ts';
import type { Asked } from './ask-inside.ts';
import { askRoutes } from './ask-routes.ts';
import { readFlows } from './read-flows.ts';
import { readRuleHandles } from './read-rule-handles.ts';

export type AnswerDesk = {
  answer(wanted: {
    readonly topology: Topology;
    readonly questions: readonly RouteQuestion[];
    /** Keys of those in which packets were seen. */
    readonly namespaces: readonly string[];
    /** Keys of those in which rules were met. */
    readonly traced: readonly string[];
  }): Promise<KernelAnswers>;
};

/** Flows change without anybody being told. To ask takes 14 ms of processor time, and more. */
const flowsStayFreshMs = 400;

/** Only one call at a time. */
export function createAnswerDesk(handle: Asked, nowMs = () => performance.now()): AnswerDesk {
  let version = -1;
  let routes = new Map<string, AnsweredRoute | null>();
  let handles = new Map<string, readonly ChainHandles[]>();
  let flows: readonly NamespaceFlows[] = [];
  let flowsOf: ReadonlySet<string> = new Set();
  let flowsAtMs = Number.NEGATIVE_INFINITY;

  async function routesFor(topology: Topology, questions: readonly RouteQuestion[]) {
    const unasked = questions.filter((one) => !routes.has(nameOf(one)));
    const known = routes; // of this version, also when the network changes meanwhile
    for (const one of unasked) known.set(nameOf(one), null);
    for (const one of await askRoutes(handle, topology, unasked)) {
      known.set(nameOf(one.question), one);
    }
    return questions.flatMap((one) => known.get(nameOf(one)) ?? []);
  }

  async function handlesFor(topology: Topology, keys: readonly string[]) {
    const known = handles;
    const unread = keys.filter((key) => !known.has(key));
    const read = await readRuleHandles(handle, topology, unread);
    for (const key of unread) {
      known.set(
        key,
        read.filter(({ namespace }) => namespace === key),
      );
    }
    return keys.flatMap((key) => known.get(key) ?? []);
  }

  async function flowsFor(topology: Topology, keys: readonly string[]) {
    const isFresh = nowMs() - flowsAtMs < flowsStayFreshMs;
    if (isFresh && keys.every((key) => flowsOf.has(key))) return flows;
    flows = await readFlows(handle, topology, keys);
    flowsOf = new Set(keys);
    flowsAtMs = nowMs();
    return flows;
  }

  return {
    async answer({ topology, questions, namespaces, traced }) {
      if (topology.version !== version) {
        version = topology.version;
        routes = new Map();
        handles = new Map();
      }
      const [answeredRoutes, readFlowsNow, ruleHandles] = await Promise.all([
        routesFor(topology, questions),
        flowsFor(topology, namespaces),
        handlesFor(topology, traced),
      ]);
      return { routes: answeredRoutes, flows: readFlowsNow, ruleHandles };
    },
  };
}

function nameOf({ namespace, destination, source, inputInterface }: RouteQuestion): string {
  return JSON.stringify([namespace, destination, source, inputInterface]);
}
