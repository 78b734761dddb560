/** One probe, tried out in the sandbox. Rejects only with the reason of the context's signal. */
import type { Probe } from '../../curriculum/language/probe.ts';
import { code } from '../naming.ts';
import { dns } from './dns.ts';
import { http } from './http.ts';
import { fails, type ProbeOutcome } from './outcome.ts';
import { ping, pingWords } from './ping.ts';
import {
  type ProbeContext,
  type ProbeRunner,
  probeRunner,
  resolveVariables,
} from './probe-runner.ts';
import { route } from './route.ts';
import { seen } from './seen.ts';
import { tcp } from './tcp.ts';

export async function runProbe(probe: Probe, context: ProbeContext): Promise<ProbeOutcome> {
  const runner = probeRunner(probe.from, context);
  if (runner === null) return fails(`There is no namespace ${code(probe.from.in)} to try it from.`);
  return tryOut(probe, runner, context);
}

/**
 * What is expected, as a requirement: "172.18.0.10 answers a ping from `host`". `words`: how to call
 * what the goal's variables stand for, or are to stand for.
 */
export function probeText(probe: Probe, words: ReadonlyMap<string, string>): string {
  const plain = (text: string) => resolveVariables(text, words);
  const name = (text: string) => words.get(text) ?? code(text);
  const from = probe.from.in === 'root' ? code(probe.from.machine) : name(probe.from.in);
  switch (probe.kind) {
    case 'ping':
      return `${plain(probe.to)} ${probe.expect === 'answered' ? 'answers' : 'does not answer'} ${pingWords(probe)} from ${from}`;
    case 'tcp':
      return `a connection from ${from} to port ${probe.port} of ${plain(probe.to)} is ${probe.expect}`;
    case 'http':
      return `${plain(probe.url)} can be fetched from ${from}`;
    case 'dns':
      return `${from} ${probe.server === undefined ? 'knows' : `hears from ${plain(probe.server)} of`} ${probe.name} as ${plain(probe.expect)}`;
    case 'route':
      return `${from} has ${probe.expect === 'none' ? 'no' : 'a'} route to ${plain(probe.to)}${probe.dev === undefined ? '' : ` by ${name(probe.dev)}`}`;
    case 'seen': {
      const { on, port } = probe;
      const place = on.in === 'root' ? code(on.machine) : name(on.in);
      const what = port === undefined ? 'a ping' : `a connection to port ${port}`;
      const goes =
        probe.destination === undefined ? '' : ` and goes to ${plain(probe.destination)}`;
      const comes = probe.expect === 'seen' ? 'comes' : 'does not come';
      return `${what} from ${from} to ${plain(probe.to)} ${comes} from ${plain(probe.source)}${goes} on ${name(on.interface)} of ${place}`;
    }
  }
}

function tryOut(probe: Probe, runner: ProbeRunner, context: ProbeContext): Promise<ProbeOutcome> {
  switch (probe.kind) {
    case 'ping':
      return ping(probe, runner);
    case 'tcp':
      return tcp(probe, runner);
    case 'http':
      return http(probe, runner);
    case 'dns':
      return dns(probe, runner);
    case 'route':
      return route(probe, runner);
    case 'seen':
      return seen(probe, runner, context);
  }
}
