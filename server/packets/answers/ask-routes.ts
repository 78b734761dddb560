/** Asks the kernel which way packets take, as `ip route get` does, in as many namespaces as needed. */
import { isIP, isIPv6 } from 'node:net';
import type { RouteAnswer } from '../../protocol/kernel-answers.ts';
import type { Namespace, Route, Topology } from '../../protocol/topology.ts';
import type { AnsweredRoute, RouteQuestion } from './answer-types.ts';
import { type Asked, askInside, type Inside, type InsideResult } from './ask-inside.ts';
import { batchOutput, type Printed } from './batch-output.ts';
import { findRoute } from './find-route.ts';
import { parseRoute } from './parse-route.ts';
import { reasonOfRefusal, reasonOfRoute } from './route-reason.ts';
import { commandIn } from './shell-words.ts';

/**
 * In the order of the questions. Left out are those that could not be asked: of a namespace that is
 * gone, or with words that are no addresses.
 */
export async function askRoutes(
  handle: Asked,
  topology: Topology,
  questions: readonly RouteQuestion[],
): Promise<AnsweredRoute[]> {
  const batches = batchesOf(topology, questions);
  const results = await askInside(handle, batches.flatMap(programsOf));
  const answered = new Map<RouteQuestion, AnsweredRoute>();
  batches.forEach((batch, index) => {
    const [tables, words] = results.slice(2 * index, 2 * index + 2);
    for (const one of answersOf(batch, tables, words, topology)) answered.set(one.question, one);
  });
  return questions.flatMap((question) => answered.get(question) ?? []);
}

type Batch = { readonly namespace: Namespace; readonly questions: readonly RouteQuestion[] };

function batchesOf(topology: Topology, questions: readonly RouteQuestion[]): Batch[] {
  const byNamespace = Map.groupBy(questions.filter(isAskable), ({ namespace }) => namespace);
  const namespaces = topology.objects.filter((object) => object.kind === 'namespace');
  return namespaces.flatMap((namespace) => {
    const here = byNamespace.get(namespace.key) ?? [];
    const { plain = [], odd = [] } = Object.groupBy(here, (one) =>
      isPlain(one) ? 'plain' : 'odd',
    );
    const together: Batch[] = plain.length === 0 ? [] : [{ namespace, questions: plain }];
    return [...together, ...odd.map((one) => ({ namespace, questions: [one] }))];
  });
}

function isAskable({ destination, source }: RouteQuestion): boolean {
  return isAddress(destination) && (source === null || isAddress(source));
}

/** Without a zone (`fe80::1%eth0`), which could be any text. */
export function isAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%');
}

/** A name with a quote or `#` would end a line of a batch, or join it with the next. */
function isPlain({ inputInterface }: RouteQuestion): boolean {
  return inputInterface === null || /^[\w.@+-]+$/.test(inputInterface);
}

/** Each question twice: which line of the tables, as JSON; and in the words that a shell prints. */
function programsOf({ namespace, questions }: Batch): [Inside, Inside] {
  const [only] = questions;
  if (only !== undefined && !isPlain(only)) {
    const alone = (...words: readonly string[]) => ({
      namespace,
      argv: ['ip', ...words, 'route', 'get', ...wordsOf(only)] as const,
      input: '',
    });
    return [alone('-j', '-d'), alone()];
  }
  const input = (...kinds: readonly string[]) =>
    questions
      .flatMap((one) => kinds.map((kind) => `route get${kind} ${wordsOf(one).join(' ')}\n`))
      .join('');
  return [
    { namespace, argv: ['ip', '-j', '-d', '-force', '-batch', '-'], input: input('', ' fibmatch') },
    { namespace, argv: ['ip', '-force', '-batch', '-'], input: input('') },
  ];
}

function wordsOf({ destination, source, inputInterface }: RouteQuestion): string[] {
  return [
    destination,
    ...(source === null ? [] : ['from', source]),
    ...(inputInterface === null ? [] : ['iif', inputInterface]),
  ];
}

function answersOf(
  { namespace, questions }: Batch,
  tables: InsideResult | undefined,
  words: InsideResult | undefined,
  topology: Topology,
): AnsweredRoute[] {
  if (tables?.kind !== 'exited' || words?.kind !== 'exited') return [];
  const [only] = questions;
  const isAlone = only !== undefined && !isPlain(only);
  const got = isAlone
    ? [alone(tables), alone(tables)]
    : batchOutput(tables.stdout, tables.stderr, 2 * questions.length);
  const said = isAlone ? [alone(words)] : batchOutput(words.stdout, words.stderr, questions.length);
  return questions.flatMap((question, index) => {
    const [taken, line, printed] = [got[2 * index], got[2 * index + 1], said[index]];
    if (taken === undefined || line === undefined || printed === undefined) return [];
    return answerOf({ question, namespace, taken, line, printed, topology });
  });
}

function alone(result: InsideResult & { kind: 'exited' }): Printed {
  return result.exitCode === 0
    ? { kind: 'printed', text: result.stdout.trimEnd() }
    : { kind: 'refused', text: result.stderr.trim() };
}

type Material = {
  readonly question: RouteQuestion;
  readonly namespace: Namespace;
  readonly taken: Printed;
  readonly line: Printed;
  readonly printed: Printed;
  readonly topology: Topology;
};

function answerOf({
  question,
  namespace,
  taken,
  line,
  printed,
  topology,
}: Material): AnsweredRoute {
  const routes = topology.objects.filter(
    (object): object is Route => object.kind === 'route' && object.namespace === namespace.key,
  );
  const command = commandIn(namespace, ['ip', 'route', 'get', ...wordsOf(question)]);
  const entry = taken.kind === 'printed' ? parseRoute(taken.text) : null;
  if (entry === null) {
    const { destination, source, inputInterface } = question;
    const isForwarding = forwardingOf(topology, namespace, destination);
    const words = taken.kind === 'refused' ? taken.text : 'an answer that is not understood';
    const asked = { destination, source, inputInterface, isForwarding, words };
    const answer: RouteAnswer = {
      kind: 'none',
      command,
      output: words,
      ...reasonOfRefusal(asked, routes),
    };
    return { question, answer, device: null, gateway: null, source: null, type: null };
  }
  const matching = line.kind === 'printed' ? parseRoute(line.text) : null;
  const route = matching === null ? null : findRoute(routes, matching, entry);
  const reason = reasonOfRoute(question.destination, entry, route, routes);
  const [hop] = entry.hops;
  return {
    question,
    answer: { kind: 'route', command, output: printed.text, route: route?.key ?? null, reason },
    device: hop?.device ?? null,
    gateway: hop?.gateway ?? null,
    source: entry.source,
    type: entry.type,
  };
}

function forwardingOf(
  { objects }: Topology,
  { key }: Namespace,
  destination: string,
): boolean | null {
  const name = isIPv6(destination) ? 'net.ipv6.conf.all.forwarding' : 'net.ipv4.ip_forward';
  const setting = objects.find(
    (object) => object.kind === 'sysctl' && object.namespace === key && object.name === name,
  );
  return setting?.kind === 'sysctl' ? setting.value !== '0' : null;
}
