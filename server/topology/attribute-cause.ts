/** Which command a change came from: known from when commands ran and when the kernel spoke. */
import type { Cause } from '../protocol/topology.ts';

export type RunCommand = {
  readonly cause: Cause;
  readonly startMs: number;
  readonly endMs: number | null; // null: it runs
};

/**
 * A command's wake: carrier, link-local addresses and the death of a namespace follow it by up to a
 * second.
 */
export const wakeMs = 1500;

/**
 * The command behind events that came between `fromMs` and `toMs`. One that ran then; else the last
 * one that had just ended. Commands of one terminal that ran one after the other (a pasted block) are
 * named together, under the number of the last one: what an earlier one is known to have done by itself
 * has been told before, and is not of this change. With commands of several terminals nobody can tell, and
 * it is null. An undo that runs
 * is the cause although shells of terminals wait: what it changes is known beforehand.
 */
export function causeOf(
  commands: readonly RunCommand[],
  fromMs: number,
  toMs: number,
): Cause | null {
  const recent = commands
    .filter(({ startMs, endMs }) => startMs <= toMs && (endMs === null || endMs >= fromMs - wakeMs))
    .filter((one, _, all) => !all.some((other) => isShellOf(one, other)));
  const running = recent.filter(({ endMs }) => endMs === null || endMs >= fromMs);
  const undo = running.find(({ cause }) => cause.terminalId === null);
  if (undo !== undefined && running.every(({ startMs }) => startMs <= undo.startMs))
    return undo.cause;
  return nameTogether(running.length > 0 ? running : lastOfEachTerminal(recent));
}

export function runsSince(commands: readonly RunCommand[], ms: number): boolean {
  return commands.some(({ endMs }) => endMs === null || endMs >= ms);
}

/** `nsenter … bash` runs as long as the commands that are typed into its shell come and go. */
function isShellOf(outer: RunCommand, inner: RunCommand): boolean {
  return (
    outer.cause.terminalId === inner.cause.terminalId &&
    outer.startMs <= inner.startMs &&
    outer !== inner &&
    (outer.endMs === null || (inner.endMs !== null && outer.endMs > inner.endMs))
  );
}

function lastOfEachTerminal(commands: readonly RunCommand[]): RunCommand[] {
  return [...new Map(commands.map((one) => [one.cause.terminalId, one])).values()];
}

function nameTogether(commands: readonly RunCommand[]): Cause | null {
  const causes = commands.map(({ cause }) => cause);
  const last = causes.at(-1);
  if (last === undefined || causes.some(({ terminalId }) => terminalId !== last.terminalId))
    return null;
  return { ...last, text: causes.map(({ text }) => text).join('\n') };
}
