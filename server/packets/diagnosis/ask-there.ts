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
    ['sh', '-c', script, 'sh', family, source ?? '', input?.name ?? '', ...words],
    {
      timeoutMs: 3_000,
      outputLimitBytes: 256 * 1024,
      env: { LC_ALL: 'C' },
      ...(signal && { signal }),
    },
  );
  if (result.kind !== 'exited') {
    const why = result.kind === 'could-not-run' ? result.reason : result.kind;
    throw new Error(`${isRoot ? machine : path} could not be asked: ${why}`);
  }
  const sections = sectionsOf(result.stdout);
  const section = (name: string) => sections.get(name) ?? '';
  const prefix = family === '-6' ? 'ip -6' : 'ip';
  return {
    route: readRoute(
      `${prefix} route get ${words.join(' ')}`,
      section('route-json'),
      section('route'),
    ),
    wayBack: sections.has('back')
      ? readRoute(`${prefix} route get ${source}`, section('back-json'), section('back'))
      : null,
    neighbours: readNeighbours(section('neighbours')),
    listeners: readListeners(section('listeners')),
    settings: settingsOf(section('settings')),
    flows: readFlows(section('flows')),
  };
}

function inputWords(input: Interface | null): string[] {
  return input === null ? [] : ['iif', input.name];
}

/** Begins and ends a section; it stands in no program's output here. */
const mark = '\u001e';

/** $1 family, $2 source or nothing, $3 name of the input interface or nothing; the rest: the packet. */
const script = `
section() { name=$1; shift; printf '\\036%s\\n' "$name"; "$@" 2>&1 | head -c 60000; printf '\\036\\n'; }
setting() { [ -r "/proc/sys/$1" ] && printf '%s %s\\n' "$1" "$(cat "/proc/sys/$1")"; }
settings() {
  if [ "$family" = -6 ]; then ip=ipv6; else ip=ipv4; fi
  setting "net/ipv4/ip_forward"
  setting "net/$ip/conf/all/forwarding"
  [ -n "$input" ] && setting "net/$ip/conf/$input/forwarding"
  setting "net/ipv4/conf/all/rp_filter"
  [ -n "$input" ] && setting "net/ipv4/conf/$input/rp_filter"
  setting "net/bridge/bridge-nf-call-iptables"
  setting "net/bridge/bridge-nf-call-ip6tables"
}
flows() {
  if [ "$family" = -6 ]; then ip=ipv6; else ip=ipv4; fi
  if [ -n "$source" ]; then conntrack -L -f "$ip" -s "$source" -d "$destination"
  else conntrack -L -f "$ip" -d "$destination"; fi 2>/dev/null
}
family=$1 source=$2 input=$3; shift 3
destination=$1
section route-json ip -j $family route get "$@"
section route ip $family route get "$@"
if [ -n "$source" ]; then
  section back-json ip -j $family route get "$source"
  section back ip $family route get "$source"
fi
section neighbours ip -j $family neighbour show
section listeners ss -Hltn
section settings settings
section flows flows
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

/** Lines of `net/ipv4/ip_forward 0`, as dots write it. An interface's name may hold a dot itself. */
function settingsOf(text: string): Map<string, string> {
  return new Map(
    text.split('\n').flatMap((line) => {
      const at = line.lastIndexOf(' ');
      return at < 0 ? [] : [[line.slice(0, at).replaceAll('/', '.'), line.slice(at + 1)] as const];
    }),
  );
}
