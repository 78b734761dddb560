/** Does steps in a sandbox, each stretch of the same program in the same place by one run of it. */
import { Fault } from '../fault.ts';
import type { Argv, Place, SandboxHandle } from '../sandbox/handle.ts';
import { type CableEnd, isPlain, type Step, type Where } from './step.ts';

export type Hands = Pick<SandboxHandle, 'run' | 'machines'>;

export type RunOutcome =
  | { readonly kind: 'done' }
  /** The kernel, or the program, refused: all steps before `at` may have been done. */
  | { readonly kind: 'refused'; readonly at: Step; readonly output: string };

/** Netfilter takes a transaction as one message, which in a user namespace is 200 kB at most. */
const stepsOfOneRunMax = 250;
const timeoutMs = 10_000;
const outputLimitBytes = 64 * 1024;
const shownOutputCharacters = 2_000;

export async function runSteps(handle: Hands, steps: readonly Step[]): Promise<RunOutcome> {
  for (const group of groupsOf(steps)) {
    const [first] = group;
    if (first === undefined) continue;
    const { argv, stdin, place } = programOf(handle, group, first);
    const result = await handle.run(place, argv, { stdin, timeoutMs, outputLimitBytes });
    const output = (text: string) => text.trim().slice(0, shownOutputCharacters);
    switch (result.kind) {
      case 'exited': {
        if (result.exitCode === 0) break;
        const at = group[lineOf(result.stderr, first) - 1] ?? first;
        return { kind: 'refused', at, output: output(`${result.stdout}${result.stderr}`) };
      }
      case 'could-not-run':
        return { kind: 'refused', at: first, output: output(result.reason) };
      case 'timed-out':
        return { kind: 'refused', at: first, output: `It took longer than ${timeoutMs / 1000} s.` };
      case 'output-too-large':
        return { kind: 'refused', at: first, output: output(result.stderr) };
    }
  }
  return { kind: 'done' };
}

/** In order. Steps with words that a batch would read otherwise are alone. */
function groupsOf(steps: readonly Step[]): Step[][] {
  const groups: Step[][] = [];
  for (const step of steps) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const isFull = group !== undefined && group.length >= stepsOfOneRunMax;
    if (group !== undefined && last !== undefined && !isFull && mayFollow(last, step)) {
      group.push(step);
    } else groups.push([step]);
  }
  return groups;
}

function mayFollow(last: Step, { where, tool }: Step): boolean {
  if (last.where.machine !== where.machine || last.where.path !== where.path) return false;
  switch (tool.kind) {
    case 'ip':
    case 'bridge':
      return (
        last.tool.kind === tool.kind &&
        [...last.tool.words, ...tool.words].every((word) => isPlain(word))
      );
    case 'sysctl':
    case 'nft':
      return last.tool.kind === tool.kind;
    case 'iptables':
      return last.tool.kind === 'iptables' && last.tool.table === tool.table;
    case 'cable':
      return false;
  }
}

type Program = { readonly place: Place; readonly argv: Argv; readonly stdin: string };

function programOf(handle: Hands, group: readonly Step[], { where, tool }: Step): Program {
  const place = placeOf(where);
  const lines = group.flatMap(({ tool: each }) =>
    'line' in each ? [each.line] : 'words' in each ? [each.words.join(' ')] : [],
  );
  const text = lines.map((line) => `${line}\n`).join('');
  switch (tool.kind) {
    case 'ip':
    case 'bridge':
      return group.length === 1
        ? { place, argv: [tool.kind, ...tool.words], stdin: '' }
        : { place, argv: [tool.kind, '-batch', '-'], stdin: text };
    case 'sysctl': {
      const settings = group.flatMap((each) =>
        each.tool.kind === 'sysctl' ? each.tool.words.slice(1) : [],
      );
      return { place, argv: ['sysctl', '-q', '-w', ...settings], stdin: '' };
    }
    case 'iptables':
      return {
        place,
        argv: ['iptables-restore', '--noflush', '-w', '5'],
        stdin: `*${tool.table}\n${text}COMMIT\n`,
      };
    case 'nft':
      return { place, argv: ['nft', '-f', '-'], stdin: text };
    case 'cable': {
      const [one, other] = tool.ends.map((end) => wordsOf(handle, end));
      const words = [...(one ?? []), 'type', 'veth', 'peer', ...(other ?? [])];
      return { place: { kind: 'sandbox' }, argv: ['ip', 'link', 'add', ...words], stdin: '' };
    }
  }
}

function placeOf({ machine, path }: Where): Place {
  return path === null ? { kind: 'machine', machine } : { kind: 'namespace', machine, path };
}

/** As seen from outside of all machines. */
function wordsOf(handle: Hands, { where, name, attributes }: CableEnd): string[] {
  const machine = handle.machines.find((each) => each.name === where.machine);
  if (machine === undefined) {
    throw new Fault('not-found', `This sandbox has no machine ${where.machine}.`);
  }
  const init = `/proc/${machine.initPid}`;
  const netns = where.path === null ? `${init}/ns/net` : `${init}/root${where.path}`;
  return ['name', name, ...attributes, 'netns', netns];
}

/** Which line of its input the program names, counted from 1; 1 where it names none. */
function lineOf(stderr: string, { tool }: Step): number {
  switch (tool.kind) {
    case 'ip':
    case 'bridge':
      return Number(/^Command failed -:(\d+)$/m.exec(stderr)?.[1] ?? 1);
    case 'nft':
      return Number(/^\S+?:(\d+):\d+/m.exec(stderr)?.[1] ?? 1);
    case 'iptables':
      // Its first line names the table.
      return Number(/line:? (\d+)/.exec(stderr)?.[1] ?? 2) - 1;
    case 'sysctl':
    case 'cable':
      return 1;
  }
}
