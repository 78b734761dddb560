import { useState } from 'react';
import type { Change, Topology } from '../../../server/protocol/topology.ts';
import { advance, type History, historyOf } from './topology-at.ts';

/** Follows the topology, so that each version costs only its own change. */
export function useHistory(topology: Topology, changes: readonly Change[]): History {
  const [history, setHistory] = useState(() => historyOf(topology, changes));
  if (history.topology === topology) return history;
  const next = advance(history, topology, changes);
  setHistory({ ...next, topology });
  return next;
}
