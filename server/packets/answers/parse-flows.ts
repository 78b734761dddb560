/**
 * Entries of the connection tracking table, of `conntrack -L -o extended,id`: words in order, then the
 * tuple of each direction, which begins with `src=`; flags in brackets stand anywhere after the state.
 */
import type { Flow } from '../../protocol/kernel-answers.ts';

type Tuple = Flow['original'];

/** Lines that are no entries are left out. */
export function parseFlows(text: string): Flow[] {
  return text.split('\n').flatMap((line) => parseFlow(line) ?? []);
}

/** `ipv4 2 tcp 6 118 SYN_SENT src=… dst=… sport=… dport=… [UNREPLIED] src=… … mark=0 use=2 id=…` */
function parseFlow(line: string): Flow | null {
  const words = line.trim().split(/\s+/);
  const [, , protocol, , expires = ''] = words;
  const starts = words.flatMap((word, index) => (word.startsWith('src=') ? [index] : []));
  const [first, second] = starts;
  const id = wordAfter(words, 'id', words.length - 1);
  if (protocol === undefined || first === undefined || second === undefined) return null;
  if (id === null || !/^\d+$/.test(id)) return null;
  const original = tupleOf(words.slice(first, second));
  const reply = tupleOf(words.slice(second));
  return {
    id: Number(id),
    protocol,
    state: stateOf(words.slice(4, first)),
    expiresInS: /^\d+$/.test(expires) ? Number(expires) : null,
    isReplied: !words.includes('[UNREPLIED]'),
    isAssured: words.includes('[ASSURED]'),
    original: { source: original.source, destination: original.destination, ports: original.ports },
    reply: { source: reply.source, destination: reply.destination, ports: reply.ports },
    nat: natOf(original, reply),
  };
}

/** After the seconds, where there are any: of TCP, SCTP and DCCP only. */
function stateOf(words: readonly string[]): string | null {
  return words.find((word) => /^[A-Z][A-Z0-9_]*$/.test(word)) ?? null;
}

type Ends = Tuple & { readonly sourcePort: string | null; readonly destinationPort: string | null };

const portWords = ['sport', 'dport', 'type', 'code', 'id', 'srckey', 'dstkey'];

/** The entry's own id comes last, after `use=`, which ends what belongs to the tuple. */
function tupleOf(words: readonly string[]): Ends {
  const end = words.findIndex((word) => /^(mark|use|secctx|zone.*|delta-time)=/.test(word));
  const own = end === -1 ? words : words.slice(0, end);
  const value = (name: string) => wordAfter(own, name, 0);
  const ports = own.filter((word) => portWords.includes(word.slice(0, word.indexOf('='))));
  return {
    source: value('src') ?? '',
    destination: value('dst') ?? '',
    ports: ports.join(' '),
    // Echo requests are told apart by their id, which NAT rewrites as it does a source port.
    sourcePort: value('sport') ?? value('id') ?? value('srckey'),
    destinationPort: value('dport') ?? value('id') ?? value('dstkey'),
  };
}

function wordAfter(words: readonly string[], name: string, from: number): string | null {
  const found = words.slice(from).find((word) => word.startsWith(`${name}=`));
  return found === undefined ? null : found.slice(name.length + 1);
}

/** Without NAT, the reply is the mirrored original. */
function natOf(original: Ends, reply: Ends): Flow['nat'] {
  const isEcho = original.ports.includes('type=');
  const source =
    reply.destination !== original.source || reply.destinationPort !== original.sourcePort;
  const destination =
    reply.source !== original.destination ||
    (!isEcho && reply.sourcePort !== original.destinationPort);
  if (source) return destination ? 'both' : 'source';
  return destination ? 'destination' : 'none';
}
