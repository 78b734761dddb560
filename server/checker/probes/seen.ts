/** A packet is sent and followed: was it seen on that interface, with that source? */
import type { Probe } from '../../curriculum/language/probe.ts';
import { Fault } from '../../fault.ts';
import type { Hop, Journey } from '../../protocol/journey.ts';
import type { FollowedProbe, FollowProbe } from '../follow-probe.ts';
import { addressesAt } from '../hop-addresses.ts';
import { code } from '../naming.ts';
import { fails, holds, type ProbeOutcome } from './outcome.ts';
import { withoutBaseline } from './ping.ts';
import { namespaceOf, type ProbeContext, type ProbeRunner, placeOf } from './probe-runner.ts';
import { aimOfSeen } from './tried.ts';

type SeenProbe = Extract<Probe, { kind: 'seen' }>;

export async function seen(
  probe: SeenProbe,
  runner: ProbeRunner,
  context: ProbeContext,
): Promise<ProbeOutcome> {
  const sender = placeOf(probe.from.machine, runner.resolve(probe.from.in), context.topology);
  if (sender === null) return fails(`There is no place to send it from.`);
  if (probe.expect === 'not-seen' && probe.baseline !== undefined) {
    const moral = 'that nothing is seen would prove nothing';
    const unheard = await withoutBaseline(probe.baseline, moral, runner);
    if (unheard !== null) return unheard;
  }
  const aim = {
    kind: 'probe',
    machine: probe.from.machine,
    namespacePath: sender.kind === 'namespace' ? sender.path : null,
    probe: aimOfSeen(probe, runner.resolve),
  } as const;
  const followed = await sent(aim, context);
  if (followed.kind === 'could-not-run') return followed;
  const { request, complaint } = followed;
  if (request === null) return fails(`Nothing was sent from ${runner.where}: ${complaint}.`);

  const { on } = probe;
  const name = runner.resolve(on.interface);
  const place = on.in === 'root' ? on.machine : runner.resolve(on.in);
  const where = `${code(name)} of ${code(place)}`;
  const key = namespaceOf(on.machine, runner.resolve(on.in), context.topology)?.key;
  const there = hopsOf(request).filter(
    (hop) => hop.namespace === key && hop.interfaceName === name,
  );
  const problems = there.map((hop) => differenceAt(hop, probe, runner));
  if (probe.expect === 'not-seen') {
    if (!isThere(name, key, context)) return fails(`There is no ${where} on which to look for it.`);
    const goes =
      probe.destination === undefined ? '' : ` and goes to ${runner.resolve(probe.destination)}`;
    return problems.includes(null)
      ? fails(`It is seen on ${where}: there it comes from ${runner.resolve(probe.source)}${goes}.`)
      : (unfinished(request) ?? holds);
  }
  if (there.length === 0) return missing(request, where);
  const [first] = problems;
  return problems.includes(null) || first === undefined || first === null
    ? holds
    : { kind: 'fails', detail: `On ${where} ${first}.`, hasArrived: true };
}

/** Where packets cannot be followed now, nothing was tried. */
async function sent(
  aim: Parameters<FollowProbe>[0],
  { follow, signal }: ProbeContext,
): Promise<FollowedProbe> {
  try {
    return await follow(aim, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Fault) return { kind: 'could-not-run', reason: error.message };
    throw error;
  }
}

/** On an interface that is not there nothing is ever seen. */
function isThere(name: string, namespace: string | undefined, { topology }: ProbeContext): boolean {
  return topology.objects.some(
    (one) => one.kind === 'interface' && one.name === name && one.namespace === namespace,
  );
}

function hopsOf({ hops, branches }: Journey): readonly Hop[] {
  return [...hops, ...branches.flatMap((branch) => branch.hops)];
}

function missing(request: Journey, where: string): ProbeOutcome {
  const { end } = request;
  const text = end.kind === 'delivered' || end.kind === 'lost' ? ` ${end.text}` : '';
  return unfinished(request) ?? fails(`It was not seen on ${where}.${text}`);
}

/** What was not seen of it may still come; null: it has come to its end. */
function unfinished({ end }: Journey): ProbeOutcome | null {
  switch (end.kind) {
    case 'under-way':
      return { kind: 'could-not-run', reason: 'The packet was not followed to its end.' };
    case 'unknown':
      return { kind: 'could-not-run', reason: end.text };
    case 'delivered':
    case 'lost':
      return null;
  }
}

/** null: as wanted. */
function differenceAt(hop: Hop, probe: SeenProbe, { resolve }: ProbeRunner): string | null {
  const shown = addressesAt(hop);
  if (shown === null) return 'it is no packet with addresses';
  const source = resolve(probe.source);
  if (shown.source !== source) return `it comes from ${shown.source}, not from ${source}`;
  if (probe.destination === undefined) return null;
  const destination = resolve(probe.destination);
  return shown.destination === destination
    ? null
    : `it goes to ${shown.destination}, not to ${destination}`;
}
