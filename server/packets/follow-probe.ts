/** What came of a trace's probe: what its program was told, and the journeys of request and reply. */
import type { Journey, Probe, Trace, TraceAim } from '../protocol/journey.ts';
import type { Topology } from '../protocol/topology.ts';
import { noReply, readOutcome } from './diagnosis/read-outcome.ts';
import type { RunningTrace } from './trace.ts';
import { unansweredQuestion } from './unanswered-question.ts';

export type FollowedProbe =
  | {
      readonly kind: 'followed';
      readonly traceId: string;
      readonly outcome: 'answered' | 'refused' | 'silent';
      readonly complaint: string | null;
      readonly request: Journey | null;
      readonly reply: Journey | null;
    }
  | { readonly kind: 'could-not-run'; readonly reason: string };

/** Settles when the trace has ended. */
export async function followedProbe(
  trace: RunningTrace,
  topology: Topology,
): Promise<FollowedProbe> {
  const result = await trace.probed;
  await trace.ended;
  const described = trace.describe();
  const { aim, traceId } = described;
  if (result === null || aim.kind !== 'probe') return couldNotRun('Nothing was to be sent.');
  const outcome = readOutcome(aim.probe, result);
  if (outcome.kind === 'could-not-run') return outcome;
  const journeys = trace.journeys();
  const request = requestOf(
    aim,
    journeys.filter(({ atNs }) => atNs >= trace.wholeFromNs),
    topology,
  );
  if (request === null && outcome.kind !== 'silent') return couldNotRun(unseen(described));
  const reply = journeys.find(({ answers }) => answers === request?.journeyId) ?? null;
  if (outcome.kind === 'too-long') {
    const complaint = `The message is too long for an MTU of ${outcome.mtuBytes}`;
    return { kind: 'followed', traceId, outcome: 'silent', complaint, request, reply };
  }
  const complaint =
    outcome.kind === 'silent'
      ? complaintOf(outcome.complaint, request, journeys, aim, topology)
      : null;
  return { kind: 'followed', traceId, outcome: outcome.kind, complaint, request, reply };
}

type ProbeAim = Extract<TraceAim, { kind: 'probe' }>;

/** Of the program, which does not know why nothing came back. */
function complaintOf(
  complaint: string,
  request: Journey | null,
  journeys: readonly Journey[],
  aim: ProbeAim,
  topology: Topology,
): string {
  const isSilence = complaint === noReply || complaint === 'Destination Host Unreachable';
  if (request !== null || !isSilence) return complaint;
  return unansweredQuestion(journeys, senderOf(aim, topology)?.key) ?? complaint;
}

/** The probe's own packet, beside those of its name's resolution and of whatever else goes on. */
function requestOf(
  aim: ProbeAim,
  journeys: readonly Journey[],
  topology: Topology,
): Journey | null {
  const from = senderOf(aim, topology);
  const own = journeys.filter(
    (journey) => journey.origin?.namespace === from?.key && isOfProbe(aim.probe, journey),
  );
  const meant = [goesTo, wasMeantFor].map((isIt) => own.find((one) => isIt(aim.probe, one)));
  return meant.find((one) => one !== undefined) ?? own[0] ?? null;
}

function senderOf(aim: ProbeAim, { objects }: Topology) {
  return objects.find(
    (object) =>
      object.kind === 'namespace' &&
      object.machine === aim.machine &&
      (aim.namespacePath === null ? object.isRoot : object.path === aim.namespacePath),
  );
}

const echoRequests: readonly number[] = [8, 128]; // ICMP, ICMPv6

/** Kernels send of their own accord, too: ICMPv6 is also how they look for neighbours. */
function isOfProbe({ kind }: Probe, { title, hops: [first] }: Journey): boolean {
  if (first === undefined) {
    return kind === 'ping' ? / echo request /.test(title) : /^TCP SYN (?!ACK)/.test(title);
  }
  return first.packet.layers.some((layer) =>
    kind === 'ping'
      ? layer.kind === 'icmp' && echoRequests.includes(layer.type)
      : layer.kind === 'tcp' && layer.flags.includes('SYN') && !layer.flags.includes('ACK'),
  );
}

/** Titles tell the destination also of what was on no interface. */
function goesTo(probe: Probe, { title, hops: [first] }: Journey): boolean {
  const isThere = first?.packet.layers.some(
    (layer) => (layer.kind === 'ipv4' || layer.kind === 'ipv6') && layer.destination === probe.to,
  );
  return isThere ?? title.includes(probe.to);
}

/** A rule of OUTPUT gives it another destination before it is on any interface. */
function wasMeantFor({ to }: Probe, { origin }: Journey): boolean {
  const words = [`destination ${to} becomes`, `destination address ${to} becomes`];
  return (origin?.decisions ?? []).some(
    ({ kind, text }) => kind === 'nat' && words.some((some) => text.includes(some)),
  );
}

function unseen({ leftOut, blindSpots }: Trace): string {
  if (leftOut > 0)
    return `There was too much traffic to see all of it: ${leftOut} packets are missing.`;
  return blindSpots[0] ?? 'It was answered, but its packet was not seen.';
}

function couldNotRun(reason: string): FollowedProbe {
  return { kind: 'could-not-run', reason };
}
