/** A command as a person types it on the namespace's machine, to see the same. */
import type { Namespace } from '../../protocol/topology.ts';

export function commandIn({ isRoot, name, path }: Namespace, words: readonly string[]): string {
  const command = words.map(quoted).join(' ');
  if (isRoot) return command;
  return name !== null && path === `/run/netns/${name}`
    ? `ip netns exec ${quoted(name)} ${command}`
    : `nsenter --net=${quoted(path)} ${command}`;
}

/** Names come from the learner's shell: what is not plain is quoted, so that it can be pasted. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
