/** From what `ip` printed to the answer that people and journeys read. */
import { isIPv6 } from 'node:net';
import type { RouteAnswer } from '../../protocol/kernel-answers.ts';
import type { Namespace, Route, Topology } from '../../protocol/topology.ts';
import type { AnsweredRoute, RouteQuestion } from './answer-types.ts';
import type { Printed } from './batch-output.ts';
import { findRoute } from './find-route.ts';
import { parseRoute } from './parse-route.ts';
import { reasonOfRefusal, reasonOfRoute } from './route-reason.ts';
import { commandIn } from './shell-words.ts';

/** Everything after `ip route get`. */
export function questionWords({ destination, source, inputInterface }: RouteQuestion): string[] {
  return [
    destination,
    ...(source === null ? [] : ['from', source]),
    ...(inputInterface === null ? [] : ['iif', inputInterface]),
  ];
}

export type Material = {
  readonly question: RouteQuestion;
  readonly namespace: Namespace;
  readonly taken: Printed; // as JSON
  readonly line: Printed; // of the tables, as JSON, by `fibmatch`
  readonly printed: Printed; // as a shell shows it
  readonly topology: Topology;
};

export function routeAnswerOf({
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
  const command = commandIn(namespace, ['ip', 'route', 'get', ...questionWords(question)]);
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
