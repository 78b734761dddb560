/** One thing that is done, where, and how a learner would type it. */

/** A network namespace as a place to do something. `path` null: the machine's root namespace. */
export type Where = {
  readonly machine: string;
  readonly name: string | null;
  readonly path: string | null;
};

/** An end of a cable between two machines. */
export type CableEnd = {
  readonly where: Where;
  readonly name: string;
  readonly attributes: readonly string[];
};

export type Tool =
  | { readonly kind: 'ip' | 'bridge' | 'sysctl'; readonly words: readonly string[] }
  /** A line of iptables-restore. */
  | { readonly kind: 'iptables'; readonly table: string; readonly line: string }
  | { readonly kind: 'nft'; readonly line: string }
  /** Neither machine reaches the other's namespaces: it is laid from outside of both. */
  | { readonly kind: 'cable'; readonly ends: readonly [CableEnd, CableEnd] };

export type Step = { readonly where: Where; readonly tool: Tool; readonly command: string };

export function step(where: Where, tool: Tool): Step {
  return { where, tool, command: commandOf(where, tool) };
}

/** Words that no shell, no batch of ip(8) and no person would take for something else. */
export function isPlain(word: string): boolean {
  return /^[\w.:/@%+=,-]+$/.test(word);
}

/** Whether it can be given to a program at all: a byte that was lost, or a new line, cannot. */
export function isSpeakable({ tool, command }: Step): boolean {
  const text = tool.kind === 'cable' ? tool.ends.map(({ name }) => name).join('') : command;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return !/[\u0000-\u001f\u007f\ufffd]/.test(text);
}

function commandOf(where: Where, tool: Tool): string {
  switch (tool.kind) {
    case 'ip':
    case 'bridge':
      return inside(where, tool.kind, `${tool.kind} -n`, typed(tool.words));
    case 'sysctl':
      return inside(where, 'sysctl', null, typed(tool.words));
    case 'iptables': {
      const table = tool.table === 'filter' ? '' : `-t ${tool.table} `;
      return inside(where, 'iptables', null, `${table}${tool.line}`);
    }
    case 'nft':
      return inside(where, 'nft', null, quoted(tool.line));
    case 'cable': {
      const [one, other] = tool.ends;
      const peer = [...other.attributes, 'netns', other.where.machine];
      return `ip ${typed(['link', 'add', 'name', one.name, ...one.attributes])} type veth peer name ${typed([other.name, ...peer])}`;
    }
  }
}

function inside({ name, path }: Where, program: string, within: string | null, rest: string) {
  if (path === null) return `${program} ${rest}`;
  if (name === null) return `nsenter --net=${quoted(path)} ${program} ${rest}`;
  if (within !== null) return `${within} ${quoted(name)} ${rest}`;
  return `ip netns exec ${quoted(name)} ${program} ${rest}`;
}

function typed(words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

function quoted(word: string): string {
  return isPlain(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
