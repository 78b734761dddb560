/**
 * The argument list that runs a command at a place, seen from the sandbox's own namespaces.
 *
 * Two small shells stand around the command. The outer one stays in the sandbox's namespaces, where
 * the learner cannot see it, and writes the exit status to file descriptor 3. The inner one writes
 * "started" there once it is at the place and has found the program: a command that could not be
 * run is thereby never taken for one that failed.
 */
import type { Argv, Machine, Place } from '../handle.ts';

export type Stdio = 'pipes' | 'terminal';

export function placeArgv(
  place: Place,
  machines: readonly Machine[],
  argv: Argv,
  options: { readonly stdio: Stdio; readonly cwd?: string },
): Argv | { readonly problem: string } {
  const namespaces = enter(place, machines);
  if ('problem' in namespaces) return namespaces;
  const cwd = options.cwd ?? (place.kind === 'sandbox' ? '/' : '/root');
  const outer = options.stdio === 'pipes' ? outerOfPipes : outerOfTerminal;
  const inner = options.stdio === 'pipes' ? innerOfPipes : innerOfTerminal;
  return ['sh', '-c', outer, 'sh', ...namespaces.prefix, 'sh', '-c', inner, 'sh', cwd, ...argv];
}

type Entry = { readonly prefix: readonly string[] } | { readonly problem: string };

function enter(place: Place, machines: readonly Machine[]): Entry {
  if (place.kind === 'sandbox') return { prefix: [] };
  const machine = machines.find(({ name }) => name === place.machine);
  if (machine === undefined) return { problem: `This world has no machine "${place.machine}".` };
  const prefix = nsenter(machine, '--mount', '--uts', '--pid', '--net');
  if (place.kind === 'machine') return { prefix };
  // A second nsenter, because the path is the machine's and the first has just gone there.
  return { prefix: [...prefix, 'nsenter', `--net=${place.path}`, '--'] };
}

function nsenter(machine: Machine, ...namespaces: readonly string[]): string[] {
  return ['nsenter', '--target', String(machine.initPid), ...namespaces, '--'];
}

/** When memory runs out, what was started here goes before the machines' own processes. */
const expendable = 'echo 500 >/proc/self/oom_score_adj';

/** Standard input comes as 4: Node destroys the pipe it calls stdin when the detaching runtime exits. */
const outerOfPipes = `exec <&4 4<&-; ${expendable}; "$@"; echo "exit $?" >&3`;
const outerOfTerminal = `${expendable}; "$@"; echo "exit $?" >&3`;

const arrive =
  'cd "$1" || exit 126; shift; ' +
  'command -v "$1" >/dev/null || { echo "$1: command not found" >&2; exit 127; }; ' +
  'echo started >&3; ';

const innerOfPipes = `${arrive}exec "$@" 3>&-`;
/** setsid --ctty makes the program the leader of a session whose terminal is its standard input. */
const innerOfTerminal = `stty iutf8; ${arrive}exec setsid --ctty "$@" 3>&-`;
