/** What it takes to bring a network back to what it was, as a function of data. */
import type { Change, Topology } from '../protocol/topology.ts';
import { type Draft, newDraft } from './plan/draft.ts';
import { planAddresses, planNeighbours } from './plan/plan-addresses.ts';
import { planChains } from './plan/plan-chains.ts';
import { planEntries, planLinkStates } from './plan/plan-link-states.ts';
import { planMoves, planNewLinks, planRemovals } from './plan/plan-links.ts';
import { planNamespaceEnds, planNewNamespaces } from './plan/plan-namespaces.ts';
import { planRoutes } from './plan/plan-routes.ts';
import { planSettings } from './plan/plan-settings.ts';
import { tellProcesses } from './plan/tell-processes.ts';
import type { Step } from './step.ts';

export type Plan = {
  readonly steps: readonly Step[];
  /** Sentences: what does not come back. */
  readonly cannot: readonly string[];
  /** Sentences about namespaces that cannot be deleted, by their keys. */
  readonly staying: ReadonlyMap<string, string>;
  /** Named namespaces that are to be deleted: whoever is in one keeps it alive. */
  readonly ends: readonly {
    readonly key: string;
    readonly machine: string;
    readonly name: string;
  }[];
};

/** `since` are the changes that led from `target` to `now`. No steps: they are the same by names. */
export function planUndo(now: Topology, target: Topology, since: readonly Change[]): Plan {
  const draft = newDraft(now, target, endedIn(since));
  planNewNamespaces(draft);
  planRemovals(draft);
  planMoves(draft);
  planNewLinks(draft);
  const spots = draft.spots.filter((spot) => spot.target !== null && spot.fate !== 'lost');
  for (const spot of spots) planSettings(draft, spot);
  for (const spot of spots) planLinkStates(draft, spot);
  for (const spot of spots) {
    planAddresses(draft, spot);
    planRoutes(draft, spot);
    planNeighbours(draft, spot);
  }
  for (const spot of spots) planEntries(draft, spot);
  for (const spot of spots) planChains(draft, spot);
  planNamespaceEnds(draft);
  tellProcesses(draft);
  const { steps, cannot, staying } = draft;
  return { steps, cannot: [...cannot], staying, ends: endsOf(draft) };
}

/** Keys by which something else may be known now. */
function endedIn(changes: readonly Change[]): ReadonlySet<string> {
  return new Set(
    changes.flatMap(({ differences }) =>
      differences.flatMap(({ before, after }) =>
        before !== null && after === null ? [before.key] : [],
      ),
    ),
  );
}

function endsOf({ spots }: Draft): Plan['ends'] {
  return spots.flatMap(({ fate, now }) =>
    fate === 'dropped' && now?.name ? [{ key: now.key, machine: now.machine, name: now.name }] : [],
  );
}
