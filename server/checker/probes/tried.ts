/** What a failed probe tried, as somebody may try it again to see why it failed. */
import type { Probe } from '../../curriculum/language/probe.ts';
import type { Requirement } from '../../protocol/challenge.ts';
import type { Probe as Sendable } from '../../protocol/journey.ts';
import { type ProbeContext, placeOf, resolveVariables } from './probe-runner.ts';

/** `unheard`: see ProbeOutcome. null: nothing to send, or it was to fail. */
export function triedBy(
  probe: Probe,
  { topology, variables }: Pick<ProbeContext, 'topology' | 'variables'>,
  unheard?: string,
): NonNullable<Requirement['tried']> | null {
  const resolve = (text: string) => resolveVariables(text, variables);
  const sent =
    unheard === undefined ? sendableOf(probe, resolve) : ({ kind: 'ping', to: unheard } as const);
  const place = placeOf(probe.from.machine, resolve(probe.from.in), topology);
  if (sent === null || place === null) return null;
  const namespacePath = place.kind === 'namespace' ? place.path : null;
  return { machine: probe.from.machine, namespacePath, probe: sent };
}

function sendableOf(probe: Probe, resolve: (text: string) => string): Sendable | null {
  switch (probe.kind) {
    case 'ping':
      return probe.expect === 'answered'
        ? {
            kind: 'ping',
            to: resolve(probe.to),
            ...(probe.sizeBytes !== undefined && { sizeBytes: probe.sizeBytes }),
          }
        : null;
    case 'tcp':
      return probe.expect === 'accepted'
        ? { kind: 'tcp', to: resolve(probe.to), port: probe.port }
        : null;
    case 'http':
      return URL.canParse(resolve(probe.url)) ? ofUrl(new URL(resolve(probe.url))) : null;
    case 'dns':
      return { kind: 'ping', to: resolve(probe.name) };
    case 'seen': {
      if (probe.expect === 'not-seen') return null;
      return aimOfSeen(probe, resolve);
    }
    case 'route':
      return probe.expect === 'found' ? { kind: 'ping', to: resolve(probe.to) } : null;
  }
}

/** What a `seen` probe sends, whether it is to be seen or not. */
export function aimOfSeen(
  probe: Extract<Probe, { kind: 'seen' }>,
  resolve: (text: string) => string,
): Sendable {
  const to = resolve(probe.to);
  return probe.port === undefined ? { kind: 'ping', to } : { kind: 'tcp', to, port: probe.port };
}

function ofUrl({ protocol, hostname, port }: URL): Sendable {
  const ofScheme = protocol === 'https:' ? 443 : 80;
  const to = hostname.replace(/^\[|\]$/g, '');
  return { kind: 'tcp', to, port: port === '' ? ofScheme : Number(port) };
}
