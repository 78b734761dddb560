/** Asks the kernel which way packets take, as `ip route get` does, in as many namespaces as needed. */
import { isIP } from 'node:net';
import type { Namespace, Topology } from '../../protocol/topology.ts';
import type { AnsweredRoute, RouteQuestion } from './answer-types.ts';
import type { AskInside, Inside, InsideResult } from './ask-inside.ts';
import { batchOutput, type Printed } from './batch-output.ts';
import { questionWords, routeAnswerOf } from './route-answer.ts';

/**
 * In the order of the questions. Left out are those that could not be asked: of a namespace that is
 * gone, with words that are no addresses, and beyond the limit.
 */
export async function askRoutes(
  ask: AskInside,
  topology: Topology,
  questions: readonly RouteQuestion[],
): Promise<AnsweredRoute[]> {
  const batches = batchesOf(topology, questions.slice(0, questionLimit));
  const results = await ask(batches.flatMap(programsOf));
  const answered = new Map<RouteQuestion, AnsweredRoute>();
  batches.forEach((batch, index) => {
    const [tables, words] = results.slice(2 * index, 2 * index + 2);
    for (const one of answersOf(batch, tables, words, topology)) answered.set(one.question, one);
  });
  return questions.flatMap((question) => answered.get(question) ?? []);
}

/** Far more than a trace within its own limits has. */
const questionLimit = 1_000;

/** The lines of a batch go to its program as one word, which may have 128 KiB. */
const batchLimit = 200;

type Batch = { readonly namespace: Namespace; readonly questions: readonly RouteQuestion[] };

function batchesOf(topology: Topology, questions: readonly RouteQuestion[]): Batch[] {
  const byNamespace = Map.groupBy(questions.filter(isAskable), ({ namespace }) => namespace);
  const namespaces = topology.objects.filter((object) => object.kind === 'namespace');
  return namespaces.flatMap((namespace) => {
    const here = byNamespace.get(namespace.key) ?? [];
    const { plain = [], odd = [] } = Object.groupBy(here, (one) =>
      isPlain(one) ? 'plain' : 'odd',
    );
    const batches = [...pieces(plain, batchLimit), ...pieces(odd, 1)];
    return batches.map((some) => ({ namespace, questions: some }));
  });
}

function pieces<T>(all: readonly T[], length: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / length) }, (_, index) =>
    all.slice(index * length, (index + 1) * length),
  );
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
      argv: ['ip', ...words, 'route', 'get', ...questionWords(only)] as const,
      input: '',
    });
    return [alone('-j', '-d'), alone()];
  }
  const input = (...kinds: readonly string[]) =>
    questions
      .flatMap((one) => kinds.map((kind) => `route get${kind} ${questionWords(one).join(' ')}\n`))
      .join('');
  return [
    { namespace, argv: ['ip', '-j', '-d', '-force', '-batch', '-'], input: input('', ' fibmatch') },
    { namespace, argv: ['ip', '-force', '-batch', '-'], input: input('') },
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
    return routeAnswerOf({ question, namespace, taken, line, printed, topology });
  });
}

function alone(result: InsideResult & { kind: 'exited' }): Printed {
  return result.exitCode === 0
    ? { kind: 'printed', text: result.stdout.trimEnd() }
    : { kind: 'refused', text: result.stderr.trim() };
}
