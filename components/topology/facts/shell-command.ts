/** The command that shows the same in a shell of the object's machine. */
import type { Namespace } from '../../../server/protocol/topology.ts';

/** Puts `ip netns exec NAME` or `nsenter --net=PATH` before a command, unless it is at home. */
export function inNamespace(namespace: Namespace | null, command: string): string {
  if (namespace === null || namespace.isRoot) return command;
  if (namespace.name !== null && namespace.path === `/run/netns/${namespace.name}`) {
    return `ip netns exec ${quoted(namespace.name)} ${command}`;
  }
  return `nsenter --net=${quoted(namespace.path)} ${command}`;
}

/** Names come from the learner's shell: what is not plain is quoted, so that Copy pastes safely. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
