import { useCallback, useEffect, useRef, useState } from 'react';
import type { Flows } from '../../server/protocol/kernel-answers.ts';
import type { Namespace } from '../../server/protocol/topology.ts';
import { useLab, useView } from '../lab/lab-context.tsx';

export type FlowsView =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly flows: Flows }
  | { readonly kind: 'refused'; readonly message: string };

/** Nobody is told when a flow comes or goes, and to read them costs a process. */
const pauseMs = 2_000;

/**
 * What connection tracking holds: read at first, after every change of the network and every command,
 * and when the person asks for it; not more often than the pause.
 */
export function useFlows({ key, machine, isRoot, path }: Namespace, isWanted: boolean) {
  const session = useLab();
  const version = useView(({ lab }) => lab.topology?.version ?? 0);
  const ended = useView(
    ({ lab }) => lab.commands.filter(({ endedAtMs }) => endedAtMs !== null).length,
  );
  const [asked, setAsked] = useState(0);
  const [last, setLast] = useState<{ readonly of: string; readonly view: FlowsView } | null>(null);
  const isShown = useRef(true);
  const readAtMs = useRef(Number.NEGATIVE_INFINITY);
  const readOf = useRef<string | null>(null);
  const namespacePath = isRoot ? null : path;

  const read = useCallback(async () => {
    readAtMs.current = performance.now();
    readOf.current = key;
    const answer = await session.request('kernel:flows', { machine, namespacePath });
    if (!isShown.current || readOf.current !== key) return;
    const view: FlowsView = answer.ok
      ? { kind: 'read', flows: answer }
      : { kind: 'refused', message: answer.message };
    setLast({ of: key, view });
  }, [session, key, machine, namespacePath]);

  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these is a reason to read again
  useEffect(() => {
    if (!isWanted) return;
    const isOther = readOf.current !== key;
    const waitMs = isOther ? 0 : Math.max(0, readAtMs.current + pauseMs - performance.now());
    const timer = setTimeout(() => void read(), waitMs);
    return () => clearTimeout(timer);
  }, [read, key, isWanted, version, ended, asked]);

  const view: FlowsView = last?.of === key ? last.view : { kind: 'reading' };
  return { view, readAgain: () => setAsked((count) => count + 1) };
}
