import * as z from 'zod';
import type { Probe } from '../../curriculum/language/probe.ts';
import { couldNotRun, fails, holds, type ProbeOutcome } from './outcome.ts';
import type { ProbeRunner } from './probe-runner.ts';

type RouteProbe = Extract<Probe, { kind: 'route' }>;

const answerSchema = z.array(z.object({ dev: z.string() })).min(1);

export async function route(probe: RouteProbe, runner: ProbeRunner): Promise<ProbeOutcome> {
  const to = runner.resolve(probe.to);
  const result = await runner.run(['ip', '-j', 'route', 'get', to]);
  if (result.kind !== 'exited') return couldNotRun('ip', result);
  if (result.exitCode !== 0) {
    if (!/unreachable|No route to host|Permission denied|Invalid argument/.test(result.stderr)) {
      return couldNotRun('ip', result);
    }
    return probe.expect === 'none' ? holds : fails(`${runner.where} has no route to ${to}.`);
  }
  const answer = answerSchema.safeParse(parseJson(result.stdout));
  const device = answer.data?.[0]?.dev;
  if (device === undefined) return couldNotRun('ip', result);
  if (probe.expect === 'none') return fails(`${runner.where} has a route to ${to}, by ${device}.`);
  const wanted = probe.dev === undefined ? device : runner.resolve(probe.dev);
  return device === wanted
    ? holds
    : fails(`${runner.where} would send packets to ${to} out of ${device}, not of ${wanted}.`);
}

/** undefined, which no schema takes, for what is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
