/** Which of a probe's journeys is the probe's own packet, beside all that goes on at the same time. */
import type { Journey, Probe } from '../../server/protocol/journey.ts';
import type { TracedJourneys } from '../lab/traces-state.ts';

export function sentBy({ trace, journeys }: TracedJourneys): Journey | undefined {
  const { aim } = trace;
  if (aim.kind !== 'probe') return undefined;
  const questions = [...journeys.values()].filter(({ answers }) => answers === null);
  return (
    questions.find((journey) => isProbe(journey, aim.probe)) ??
    questions.find((journey) => isTranslated(journey) && isOfKind(journey, aim.probe)) ??
    // A rule ended it before it was on any interface, or its name was not resolved.
    questions.find(({ hops }) => hops.length === 0) ??
    questions.find(({ kind }) => kind === 'dns') ??
    questions.find(({ askedFor, kind }) => kind === 'arp' && askedFor === null)
  );
}

const echoRequests: readonly number[] = [8, 128]; // ICMP, ICMPv6

/** A rule of the sender's own has given it another destination before it was on any interface. */
function isTranslated({ origin }: Journey): boolean {
  return origin?.decisions.some(({ kind }) => kind === 'nat') === true;
}

function isOfKind({ kind }: Journey, probe: Probe): boolean {
  return kind === (probe.kind === 'ping' ? 'icmp' : 'tcp');
}

function isProbe({ hops }: Journey, probe: Probe): boolean {
  const layers = hops[0]?.packet.layers ?? [];
  return layers.some((layer) =>
    probe.kind === 'ping'
      ? layer.kind === 'icmp' && echoRequests.includes(layer.type)
      : layer.kind === 'tcp' &&
        layer.destinationPort === probe.port &&
        layer.flags.includes('SYN') &&
        !layer.flags.includes('ACK'),
  );
}
