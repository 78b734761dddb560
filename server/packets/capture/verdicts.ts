/**
 * Verdicts, of the steps that netfilter's trace tells.
 *
 * The kernel ends a chain in which no rule was final with a step of its own. Where none matched, that
 * step alone has the packet's bytes: they go with the policy that follows. In a chain that was jumped
 * to none follows, and the step is the way back.
 */
import type { Verdict } from '../sighting.ts';
import type { TraceStep } from './trace-attributes.ts';

/** Ends whose next step has not been heard of; the oldest go when the kernel leaves steps out. */
const openEndLimit = 256;

/** Feeds steps in the order of their namespace; yields the verdicts that are complete. */
export function createVerdictReader(): (step: TraceStep) => readonly Verdict[] {
  const openEnds = new Map<string, TraceStep>();
  return (told) => {
    const key = `${told.namespace} ${told.packetId} ${told.family} ${told.table}`;
    const end = openEnds.get(key);
    openEnds.delete(key);
    const { step } = told;
    if (step.kind === 'end-of-chain') {
      openEnds.set(key, told);
      const oldest = openEnds.keys().next();
      if (openEnds.size > openEndLimit && !oldest.done) openEnds.delete(oldest.value);
      return end === undefined ? [] : [wayBack(end)];
    }
    if (end === undefined) return [{ ...told, step }];
    if (step.kind !== 'policy' || end.chain !== told.chain || told.bytes !== null)
      return [wayBack(end), { ...told, step }];
    const { bytes, inputIndex, outputIndex } = end;
    return [{ ...told, step, bytes, inputIndex, outputIndex }];
  };
}

function wayBack(end: TraceStep): Verdict {
  return { ...end, step: { kind: 'return', outcome: 'return' } };
}
