/** A packet is sent and followed: was it seen on that interface, with that source? */
import type { Probe } from '../../curriculum/language/probe.ts';
import { Fault } from '../../fault.ts';
import type { Hop, Journey } from '../../protocol/journey.ts';
import type { FollowedProbe, FollowProbe } from '../follow-probe.ts';
import { addressesAt } from '../hop-addresses.ts';
import { code } from '../naming.ts';
import { fails, holds, type ProbeOutcome } from './outcome.ts';
import { namespaceOf, type ProbeContext, type ProbeRunner } from './probe-runner.ts';
import { triedBy } from './tried.ts';

type SeenProbe = Extract<Probe, { kind: 'seen' }>;

export async function seen(
  probe: SeenProbe,
  runner: ProbeRunner,
  context: ProbeContext,
): Promise<ProbeOutcome> {
  const aim = triedBy(probe, context);
  if (aim === null) return fails(`There is no place to send it from.`);
  const followed = await sent({ kind: 'probe', ...aim }, context);
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
  if (there.length === 0) return missing(request, where);
  const problems = there.map((hop) => differenceAt(hop, probe, runner));
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

function hopsOf({ hops, branches }: Journey): readonly Hop[] {
  return [...hops, ...branches.flatMap((branch) => branch.hops)];
}

function missing({ end }: Journey, where: string): ProbeOutcome {
  switch (end.kind) {
    case 'under-way':
      return { kind: 'could-not-run', reason: 'The packet was not followed to its end.' };
    case 'unknown':
      return { kind: 'could-not-run', reason: end.text };
    case 'delivered':
    case 'lost':
      return fails(`It was not seen on ${where}. ${end.text}`);
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
