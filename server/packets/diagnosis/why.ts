/**
 * "Why did it fail?": tries it, asks the kernel along the way, and says what is broken. Rules are
 * judged only by what a trace saw them do to the packet.
 */
import type { Diagnosis, Finding } from '../../protocol/diagnosis.ts';
import type { Journey, Probe } from '../../protocol/journey.ts';
import type { Namespace, Topology } from '../../protocol/topology.ts';
import type { RunResult, SandboxHandle } from '../../sandbox/handle.ts';
import { gatherInside } from '../answers/ask-inside.ts';
import { readRuleHandles } from '../answers/read-rule-handles.ts';
import { createStateLog } from '../journey/state-log.ts';
import { placeOf } from '../place-of.ts';
import type { Recording } from '../sighting.ts';
import { askNameServer } from './ask-name-server.ts';
import { askThere } from './ask-there.ts';
import { nameNotResolved } from './causes/name-not-resolved.ts';
import { diagnose } from './diagnose.ts';
import { nameDrops } from './name-drops.ts';
import { type Network, networkOf } from './network.ts';
import { type Outcome, readOutcome } from './read-outcome.ts';
import type { Ask, Reading } from './reading.ts';
import { redirectsOf } from './redirects.ts';
import { type Resolved, resolveName } from './resolve-name.ts';
import { lostJourney, nothingSeen, type Seen, seenOf } from './seen.ts';
import { showEvidence } from './show-evidence.ts';
import type { WalkQuestion } from './step.ts';
import { type Walk, walk } from './walk.ts';

export type WhyQuestion = {
  readonly from: Namespace;
  readonly probe: Probe;
};

export type TracedProbe = {
  readonly result: RunResult;
  /** null: it could not be traced. */
  readonly trace: {
    readonly traceId: string;
    readonly recording: Recording;
    /** Once all is told. */
    readonly journeys: Promise<readonly Journey[]>;
  } | null;
};

export type WhyParts = {
  readonly handle: Pick<SandboxHandle, 'run' | 'machines'>;
  /** The latest: it is read again when the probe has been sent. */
  readonly topology: () => Topology;
  readonly question: WhyQuestion;
  readonly runProbe: (probe: Probe) => Promise<TracedProbe>;
  readonly signal?: AbortSignal;
};

/** Rejects only with the reason of the signal, or with what `runProbe` rejects with. */
export async function why(parts: WhyParts): Promise<Diagnosis> {
  const { handle, question, signal } = parts;
  const { from, probe } = question;
  const place = placeOf(parts.topology(), from.key);
  if (place === null) return { kind: 'could-not-run', reason: 'This namespace is gone.' };
  const resolved = await resolveName(handle, place, probe.to, signal);
  if (resolved.kind === 'could-not-run') return resolved;
  if (resolved.kind === 'unknown') return unresolved(parts, resolved);

  const { address } = resolved;
  const log = createStateLog(parts.topology());
  const { result, trace } = await parts.runProbe({ ...probe, to: address });
  const traceId = trace?.traceId ?? null;
  const outcome = readOutcome(probe, result);
  if (outcome.kind === 'could-not-run') return outcome;
  const where = from.isRoot ? from.machine : (from.name ?? 'there');
  if (outcome.kind === 'answered') {
    return { kind: 'works', text: `${address} answers ${where}.`, traceId };
  }
  const topology = parts.topology();
  const seen =
    trace === null ? nothingSeen : seenOf(trace.recording, topology, from, probe, address);
  const judged = await judge(parts, topology, wayOf(from, probe, address, seen), outcome, seen);
  const journeyId = lostJourney((await trace?.journeys) ?? [], from, address)?.journeyId ?? null;
  log.see(parts.topology(), 1);
  const hasChanged = log.changedAfter(0) !== null;
  switch (judged.kind) {
    case 'broken': {
      const findings = hasChanged ? judged.findings.map(doubted) : judged.findings;
      return { kind: 'broken', findings, traceId, journeyId };
    }
    case 'unexplained': {
      const text = `${judged.text}${blindness(trace)}${hasChanged ? changedMeanwhile : ''}`;
      return { kind: 'unexplained', text, traceId, journeyId };
    }
    case 'works':
      return { kind: 'works', text: `${address} answers ${where}.`, traceId };
    case 'could-not-run':
      return judged;
  }
}

/** Rules are known only by what they were seen to do. */
function blindness(trace: TracedProbe['trace']): string {
  if (trace !== null && trace.recording.leftOut === 0) return '';
  return ' Not every packet was seen, so a rule may have dropped it.';
}

const changedMeanwhile = ' The network was changed while this was tried: try it again.';

/** What the kernel says now need not be what it did with the packet. */
function doubted(finding: Finding): Finding {
  return { ...finding, certainty: 'inferred', text: `${finding.text}${changedMeanwhile}` };
}

type Judged =
  | { readonly kind: 'broken'; readonly findings: Finding[] }
  | Exclude<ReturnType<typeof diagnose>, { kind: 'broken' }>;

async function judge(
  { handle, question: { probe }, signal }: WhyParts,
  topology: Topology,
  question: WalkQuestion,
  outcome: Outcome,
  seen: Seen,
): Promise<Judged> {
  const network = networkOf(topology);
  const decided = [...seen.drops, ...seen.takers].map(({ verdict }) => verdict.namespace);
  const handles =
    decided.length === 0 ? [] : await readRuleHandles(gatherInside(handle), topology, decided);
  const redirects = redirectsOf(seen, topology, handles);
  const known = { ...seen, translations: [...seen.translations, ...redirects] };
  const way = await takeWalk(handle, network, { ...question, seen: known }, signal);
  if (typeof way === 'string') return { kind: 'could-not-run', reason: way };
  const drops = nameDrops(seen.drops, topology, handles);
  const judgement = diagnose({
    network,
    probe,
    walk: way,
    outcome,
    drops,
    arrivedIn: seen.arrivedIn,
    answeredIn: seen.answeredIn,
  });
  if (judgement.kind !== 'broken') return judgement;
  const findings = await showEvidence(handle, network, judgement.findings, signal);
  return { kind: 'broken', findings };
}

function wayOf(from: Namespace, probe: Probe, destination: string, seen: Seen): WalkQuestion {
  return probe.kind === 'ping'
    ? { from, destination, protocol: 'icmp', port: null, seen }
    : { from, destination, protocol: 'tcp', port: probe.port, seen };
}

/** Answers the walk's questions until it is complete; a sentence when a namespace cannot be asked. */
async function takeWalk(
  handle: WhyParts['handle'],
  network: Network,
  question: WalkQuestion,
  signal?: AbortSignal,
): Promise<Walk | string> {
  const steps = walk(network, question);
  let asked: IteratorResult<Ask, Walk> = steps.next();
  while (!asked.done) {
    let reading: Reading;
    try {
      reading = await askThere(handle, asked.value, signal);
    } catch (error) {
      signal?.throwIfAborted();
      return error instanceof Error ? error.message : String(error);
    }
    asked = steps.next(reading);
  }
  return asked.value;
}

/** A name server that cannot be reached is the reason, and has reasons itself. */
async function unresolved(
  parts: WhyParts,
  resolved: Extract<Resolved, { kind: 'unknown' }>,
): Promise<Diagnosis> {
  const { handle, question, signal } = parts;
  const { from, probe } = question;
  const topology = parts.topology();
  const { nameServer } = resolved;
  const place = placeOf(topology, from.key);
  const says =
    nameServer === null || place === null
      ? 'unknown'
      : await askNameServer(handle, place, nameServer, probe.to, signal);
  const beyond =
    nameServer === null || says === 'answers'
      ? null
      : await judge(
          parts,
          topology,
          // A question has just been sent there.
          { from, destination: nameServer, protocol: 'udp', port: 53, seen: nothingSeen },
          { kind: 'silent', complaint: 'no reply' },
          nothingSeen,
        );
  const reasons = beyond?.kind === 'broken' ? beyond.findings : [];
  const own = nameNotResolved({
    from,
    name: probe.to,
    resolved,
    says,
    isBroken: reasons.length > 0,
  });
  const findings = await showEvidence(handle, networkOf(topology), [own], signal);
  return { kind: 'broken', findings: [...findings, ...reasons], traceId: null, journeyId: null };
}
