/** What a learner may ask of the kernel of their own machines: a route, the tracked flows. */
import { Fault } from '../fault.ts';
import { gatherInside } from '../packets/answers/ask-inside.ts';
import { askRoutes, isAddress } from '../packets/answers/ask-routes.ts';
import { readFlows } from '../packets/answers/read-flows.ts';
import { readRoutingRules } from '../packets/answers/read-routing-rules.ts';
import type { Request } from '../protocol/events.ts';
import type { Flows, RouteAnswer, RoutingRule } from '../protocol/kernel-answers.ts';
import type { TerminalPlace } from '../protocol/lab.ts';
import type { Topology } from '../protocol/topology.ts';
import type { SandboxHandle } from '../sandbox/handle.ts';

/** Throws `not-found` for a namespace that the topology does not show, `could-not-run`, `blind`. */
export type KernelDesk = {
  /** Throws `bad-request` for a destination that is no address. */
  routeTo(request: Request<'kernel:route'>): Promise<RouteAnswer>;
  flows(request: Request<'kernel:flows'>): Promise<Flows>;
  routingRules(request: Request<'kernel:routing-rules'>): Promise<RoutingRule[]>;
};

export type KernelDeskParts = {
  readonly handle: SandboxHandle;
  readonly topology: () => Topology | null;
  readonly nowMs: () => number;
};

export function createKernelDesk({ handle, topology, nowMs }: KernelDeskParts): KernelDesk {
  const ask = gatherInside(handle);

  function latest(): Topology {
    const known = topology();
    if (known !== null) return known;
    throw new Fault('blind', 'The network has not been read yet. Wait a moment.');
  }

  return {
    async routeTo({ destination, ...place }) {
      if (!isAddress(destination)) {
        throw new Fault(
          'bad-request',
          `"${destination}" is no address. The kernel routes addresses, not names.`,
        );
      }
      const now = latest();
      const namespace = namespaceAt(now, place);
      const question = { namespace, destination, source: null, inputInterface: null };
      const [answered] = await askRoutes(ask, now, [question]);
      if (answered !== undefined) return answered.answer;
      throw couldNotAsk();
    },

    async flows(place) {
      const now = latest();
      const [read] = await readFlows(ask, now, [
        { key: namespaceAt(now, place), families: new Set() },
      ]);
      if (read === undefined) throw couldNotAsk();
      return { readAtMs: nowMs(), flows: [...read.flows], leftOut: read.leftOut };
    },

    async routingRules(place) {
      const now = latest();
      const rules = await readRoutingRules(handle, now, namespaceAt(now, place));
      if (rules === null) throw couldNotAsk();
      return rules;
    },
  };
}

/** The key of a namespace that terminals open in as well. */
export function namespaceAt(
  { objects }: Topology,
  { machine, namespacePath }: TerminalPlace,
): string {
  const owner = objects.find((object) => object.kind === 'machine' && object.name === machine);
  if (owner?.kind !== 'machine' || owner.role !== 'learner') {
    throw new Fault('bad-request', `${machine} is not one of your machines.`);
  }
  const found = objects.find(
    (object) =>
      object.kind === 'namespace' &&
      object.machine === machine &&
      (namespacePath === null ? object.isRoot : object.path === namespacePath),
  );
  if (found !== undefined) return found.key;
  throw new Fault('not-found', 'That namespace is gone, or was never there.');
}

function couldNotAsk(): Fault {
  return new Fault(
    'could-not-run',
    'The kernel could not be asked: the namespace is gone, or the sandbox has no room left.',
  );
}
