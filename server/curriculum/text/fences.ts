/** The code blocks of a text that can be run, and the outputs that it shows for them. */
import type { Code, Nodes, Root } from 'mdast';
import { placeholder } from '../../protocol/drawn-values.ts';
import type { Report } from '../author-faults.ts';
import type { RunBlock } from '../course.ts';
import { chooseFrom } from '../did-you-mean.ts';
import { lineOf, sourceOf, withNeighbours } from './tree.ts';

export type FenceContext = {
  readonly file: string;
  readonly source: string;
  /** Machines on which a learner has terminals; the first is the default. */
  readonly machines: readonly string[];
};

export type Fences = {
  readonly blocks: readonly (Omit<RunBlock, 'afterChallenges'> & { readonly offset: number })[];
  /** What becomes of a code block on the page; those that are not in here stay as they are. */
  readonly roles: ReadonlyMap<Code, { readonly role: 'run' | 'output'; readonly block: string }>;
};

export function readFences(root: Root, context: FenceContext, report: Report): Fences {
  const blocks: Fences['blocks'][number][] = [];
  const roles = new Map<Code, { role: 'run' | 'output'; block: string }>();
  for (const { node, previous, next } of withNeighbours(root)) {
    if (node.type !== 'code') continue;
    reportUnterminated(node, context.source, report);
    const words = node.meta?.split(/\s+/) ?? [];
    if (node.lang === 'output') {
      const run = previous?.type === 'code' ? roles.get(previous) : undefined;
      checkOutput(node, words, run?.role === 'run', report);
      if (run?.role === 'run') roles.set(node, { role: 'output', block: run.block });
    } else if (words[0] === 'run') {
      const id = `run-${blocks.length + 1}`;
      roles.set(node, { role: 'run', block: id });
      blocks.push({
        id,
        ...readAttributes(node, words.slice(1), context.machines, report),
        code: node.value,
        expectedOutput: isAssertedOutput(next) ? next.value : null,
        source: { file: context.file, line: lineOf(node) },
        offset: node.position?.start.offset ?? 0,
      });
    } else {
      for (const word of words) reportAttribute(node, word, ['run'], report);
    }
  }
  return { blocks, roles };
}

function isAssertedOutput(node: Nodes | undefined): node is Code {
  return node?.type === 'code' && node.lang === 'output' && node.meta !== 'only';
}

function checkOutput(
  node: Code,
  words: readonly string[],
  followsRun: boolean,
  report: Report,
): void {
  for (const word of words) {
    if (word !== 'only') reportAttribute(node, word, ['only'], report);
  }
  if (followsRun) return;
  report(
    lineOf(node),
    'an output does not follow a block that is run',
    'Put it directly after its ```sh run block, or use ```text for something that no command prints.',
  );
}

function readAttributes(
  node: Code,
  words: readonly string[],
  machines: readonly string[],
  report: Report,
): Pick<RunBlock, 'machine' | 'namespace' | 'isTraced' | 'expectedExit'> {
  const [defaultMachine = ''] = machines;
  const attributes = new Map<string, string>();
  let isTraced = false;
  for (const word of words) {
    const [key = '', value = ''] = word.split(/=(.*)/, 2);
    if (key === 'trace') {
      isTraced = true;
      if (word !== key) report(lineOf(node), `\`${word}\` takes no value`, 'Write `trace` alone.');
      continue;
    }
    if (!['on', 'in', 'exit'].includes(key)) {
      reportAttribute(node, key, ['on', 'in', 'exit', 'trace'], report);
    } else if (attributes.has(key) || value === '') {
      report(lineOf(node), `\`${word}\` is not one value`, `Write ${key}=… once.`);
    }
    attributes.set(key, value);
  }
  if (node.lang !== 'sh' && node.lang !== 'bash') {
    report(lineOf(node), 'a block that is run is not a shell script', 'Begin it with ```sh run.');
  }
  if (node.value.trim() === '') {
    report(lineOf(node), 'a block that is run is empty', 'Write a command, or remove it.');
  }
  const machine = attributes.get('on') ?? defaultMachine;
  if (machines.length > 0 && !machines.includes(machine)) {
    report(
      lineOf(node),
      `unknown machine \`${machine}\``,
      chooseFrom(machine, machines, 'machine'),
    );
  }
  const namespace = attributes.get('in') ?? null;
  if (
    namespace !== null &&
    !/^[A-Za-z0-9][\w.-]*$/.test(namespace.replaceAll(placeholder, 'drawn'))
  ) {
    report(
      lineOf(node),
      `\`${namespace}\` is no name of a namespace`,
      'Write the name that `ip netns list` shows: in=netns0.',
    );
  }
  const exit = attributes.get('exit') ?? null;
  if (exit !== null && (!/^\d{1,3}$/.test(exit) || Number(exit) > 255)) {
    report(lineOf(node), `\`${exit}\` is no exit status`, 'Write a number from 0 to 255: exit=1.');
  }
  return { machine, namespace, isTraced, expectedExit: exit === null ? null : Number(exit) };
}

function reportAttribute(node: Code, word: string, known: readonly string[], report: Report): void {
  report(
    lineOf(node),
    `unknown attribute \`${word}\` of a code block`,
    chooseFrom(word, known, 'attribute'),
  );
}

/** Without its end a code block swallows the rest of the text. */
function reportUnterminated(node: Code, source: string, report: Report): void {
  const block = sourceOf(source, node);
  const fence = /^(`{3,}|~{3,})/.exec(block)?.[0];
  if (fence === undefined) return;
  const lastLine = block.split('\n').slice(1).at(-1) ?? '';
  const closing = lastLine.replace(/^[>\s]+/, '').trimEnd();
  if (closing.startsWith(fence) && /^(`+|~+)$/.test(closing)) return;
  report(lineOf(node), 'a code block has no end', `End it with a line of ${fence}.`);
}
