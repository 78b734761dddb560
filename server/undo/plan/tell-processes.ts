/** Processes are not undone: who listened and does not, who listens and did not. */
import type { Listener, Topology } from '../../protocol/topology.ts';
import { type Draft, whereInWords } from './draft.ts';

export function tellProcesses(draft: Draft): void {
  for (const { now, target, where } of draft.spots) {
    const present = listenersIn(draft.now, now?.key);
    const past = listenersIn(draft.target, target?.key);
    for (const one of past.filter((each) => !isIn(present, each))) {
      draft.cannot.add(
        `${wordsOf(one)}${whereInWords(where)} has ended: start it again if you need it.`,
      );
    }
    for (const one of present.filter((each) => !isIn(past, each))) {
      draft.cannot.add(
        `${wordsOf(one)}${whereInWords(where)} goes on: end it yourself if you want it gone.`,
      );
    }
  }
}

function wordsOf({ process, protocol, address, port }: Listener): string {
  const host = address.includes(':') ? `[${address}]` : address;
  return `${process ?? 'A process'} on ${protocol} ${host}:${port}`;
}

function isIn(listeners: readonly Listener[], one: Listener): boolean {
  return listeners.some((other) => wordsOf(other) === wordsOf(one));
}

function listenersIn({ objects }: Topology, namespace: string | undefined): Listener[] {
  return objects.flatMap((object) =>
    object.kind === 'listener' && object.namespace === namespace ? [object] : [],
  );
}
