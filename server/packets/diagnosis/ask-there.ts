/** Asks the kernel in one namespace all that a walk wants to know of it, with one program start. */
import type { Interface } from '../../protocol/topology.ts';
import type { SandboxHandle } from '../../sandbox/handle.ts';
import { familyOf } from './addresses.ts';
import {
  type Ask,
  type Reading,
  readFlows,
  readListeners,
  readNeighbours,
  readPorts,
  readRoute,
} from './reading.ts';

/** Rejects when the namespace cannot be asked; the message says why. */
export async function askThere(
  handle: Pick<SandboxHandle, 'run'>,
  ask: Ask,
  signal?: AbortSignal,
): Promise<Reading> {
  const { namespace, destination, source, input } = ask;
  const { machine, isRoot, path } = namespace;
  const family = familyOf(destination) === 'inet6' ? '-6' : '-4';
  const words = [destination, ...(source === null ? [] : ['from', source]), ...inputWords(input)];
  const result = await handle.run(
    isRoot ? { kind: 'machine', machine } : { kind: 'namespace', machine, path },
    [
      'sh',
      '-c',
      script,
      'sh',
      family,
      source ?? '',
      input?.name ?? '',
      ask.also.join(' '),
      ...words,
    ],
    {
      timeoutMs: 3_000,
      outputLimitBytes: 256 * 1024,
      env: { LC_ALL: 'C' },
      ...(signal && { signal }),
    },
  );
  // Where there are thousands of neighbours, which come last, the rest is there all the same.
  if (result.kind !== 'exited' && result.kind !== 'output-too-large') {
    const why = result.kind === 'could-not-run' ? result.reason : 'it did not answer in time';
    throw new Error(`${isRoot ? machine : path} could not be asked: ${why}`);
  }
  const sections = sectionsOf(result.stdout);
  const section = (name: string) => sections.get(name) ?? '';
  const prefix = family === '-6' ? 'ip -6' : 'ip';
  return {
    route: readRoute(`${prefix} route get ${words.join(' ')}`, section('route')),
    wayBack: sections.has('back')
      ? readRoute(`${prefix} route get ${source}`, section('back'))
      : null,
    neighbours: readNeighbours(section('neighbours')),
    listeners: readListeners(section('listeners')),
    settings: settingsOf(section('settings')),
    flows: readFlows(section('flows')),
    ports: readPorts(section('ports')),
  };
}

function inputWords(input: Interface | null): string[] {
  return input === null ? [] : ['iif', input.name];
}

/** Begins and ends a section; it stands in no program's output here. */
const mark = '\u001e';

/**
 * $1 family, $2 source or nothing, $3 name of the input interface or nothing, $4 what else is wanted;
 * the rest: the packet. As few programs as can be: on a busy machine each one takes its time.
 */
const script = `
section() { printf '\\036%s\\n' "$1"; shift; "$@" 2>&1; printf '\\036\\n'; }
family=$1 source=$2 input=$3 wanted=$4; shift 4
destination=$1
if [ "$family" = -6 ]; then ip=ipv6; else ip=ipv4; fi
cd /proc/sys/net
section settings grep -sH . ipv4/ip_forward "$ip/conf/all/forwarding" "$ip/conf/$input/forwarding" \\
  ipv4/conf/all/rp_filter "ipv4/conf/$input/rp_filter" \\
  ipv4/conf/all/accept_local "ipv4/conf/$input/accept_local" \\
  ipv4/conf/all/route_localnet "ipv4/conf/$input/route_localnet"
section route ip "$family" route get "$@"
[ -z "$source" ] || section back ip "$family" route get "$source"
case $wanted in *listeners*) section listeners ss -Hltn;; esac
case $wanted in *flows*) section flows conntrack -L -f "$ip" \${source:+-s "$source"} -d "$destination";; esac
case $wanted in *ports*) section ports bridge -j -d link show;; esac
section neighbours ip -j "$family" neighbour show
`;

function sectionsOf(text: string): Map<string, string> {
  const pieces = text.split(mark);
  const sections = new Map<string, string>();
  for (let at = 1; at < pieces.length; at += 2) {
    const piece = pieces[at] ?? '';
    const end = piece.indexOf('\n');
    sections.set(piece.slice(0, end), piece.slice(end + 1));
  }
  return sections;
}

/** Lines of `ipv4/ip_forward:0`; those that this kernel does not have are not there. */
function settingsOf(text: string): Map<string, string> {
  return new Map(
    text.split('\n').flatMap((line) => {
      const at = line.lastIndexOf(':');
      if (at < 0) return [];
      return [[`net.${line.slice(0, at).replaceAll('/', '.')}`, line.slice(at + 1)] as const];
    }),
  );
}
