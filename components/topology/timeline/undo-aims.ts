/** What the timeline offers to bring back: the state before the last command, or that of a card. */
import type { Change } from '../../../server/protocol/topology.ts';

export type UndoAim = {
  /** `back-into`: a command made several changes, and this is a point between them. */
  readonly kind: 'undo' | 'back' | 'back-into';
  readonly toVersion: number;
  /** What is undone, or after what the network is to stand: a command, or what happened; null: at first. */
  readonly subject: string | null;
};

/** All that the last command changed, whatever has come after it; null: there was none. */
export function undoOfLastCommand(changes: readonly Change[]): UndoAim | null {
  const last = changes.findLastIndex(saysSomething);
  const newest = changes[last];
  if (newest === undefined) return null;
  const isPart = (change: Change) => isOfOneCommand(change, newest);
  let first = last;
  while (first > 0) {
    const earlier = changes.slice(0, first).findLastIndex(saysSomething);
    const change = changes[earlier];
    if (change === undefined || !isPart(change)) break;
    first = earlier;
  }
  return {
    kind: 'undo',
    toVersion: (changes[first]?.version ?? newest.version) - 1,
    subject: subjectOf(newest),
  };
}

/** `version` before the first known change: how the network was at first. */
export function backTo(changes: readonly Change[], version: number): UndoAim {
  const last = changes.findLast((change) => change.version <= version && saysSomething(change));
  const next = changes.find((change) => change.version > version && saysSomething(change));
  if (last === undefined) return { kind: 'back', toVersion: version, subject: null };
  const isWithin = next !== undefined && isOfOneCommand(last, next);
  return {
    kind: isWithin ? 'back-into' : 'back',
    toVersion: version,
    subject: subjectOf(last),
  };
}

function isOfOneCommand({ cause: one }: Change, { cause: other }: Change): boolean {
  return one !== null && one.terminalId === other?.terminalId && one.commandId === other.commandId;
}

function subjectOf({ cause, summary }: Change): string {
  return cause?.text.replaceAll('\n', '; ') ?? summary.join('; ');
}

function saysSomething({ summary }: Change): boolean {
  return summary.length > 0;
}
