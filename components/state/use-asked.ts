import { useCallback, useEffect, useRef, useState } from 'react';
import type { Refusal } from '../../server/protocol/events.ts';
import type { TerminalPlace } from '../../server/protocol/lab.ts';
import type { Namespace } from '../../server/protocol/topology.ts';
import { useLab, useView } from '../lab/lab-context.tsx';
import type { LabSession } from '../lab/lab-session.ts';

export type Asked<A> =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly answer: A }
  | { readonly kind: 'refused'; readonly message: string };

/** To read costs a process. */
const pauseMs = 2_000;

/**
 * What nobody is told of when it changes: read at first, after every change of the network and every
 * command, and when the person asks for it; not more often than the pause. `ask` must stay the same.
 */
export function useAsked<A>(
  ask: (
    session: LabSession,
    place: TerminalPlace,
  ) => Promise<(A & { readonly ok: true }) | Refusal>,
  { key, machine, isRoot, path }: Namespace,
  isWanted: boolean,
) {
  const session = useLab();
  const version = useView(({ lab }) => lab.topology?.version ?? 0);
  const ended = useView(
    ({ lab }) => lab.commands.filter(({ endedAtMs }) => endedAtMs !== null).length,
  );
  const [wishes, setWishes] = useState(0);
  const [last, setLast] = useState<{ readonly of: string; readonly asked: Asked<A> } | null>(null);
  const isShown = useRef(true);
  const readAtMs = useRef(Number.NEGATIVE_INFINITY);
  const readOf = useRef<string | null>(null);
  const namespacePath = isRoot ? null : path;

  const read = useCallback(async () => {
    readAtMs.current = performance.now();
    readOf.current = key;
    const answer = await ask(session, { machine, namespacePath });
    if (!isShown.current || readOf.current !== key) return;
    const asked: Asked<A> = answer.ok
      ? { kind: 'read', answer }
      : { kind: 'refused', message: answer.message };
    setLast({ of: key, asked });
  }, [session, ask, key, machine, namespacePath]);

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
  }, [read, key, isWanted, version, ended, wishes]);

  const asked: Asked<A> = last?.of === key ? last.asked : { kind: 'reading' };
  return { asked, readAgain: () => setWishes((count) => count + 1) };
}
