/** Rewritten addresses, and the tracked flow that says so. */
import type { Decision, FieldChange } from '../../../protocol/journey.ts';
import type { Flow } from '../../../protocol/kernel-answers.ts';
import type { FlowMatch } from '../match-flow.ts';
import type { Scene } from '../scene.ts';
import { inferred, printed, shown } from './decision.ts';

export function tellNat(
  namespace: string,
  changed: readonly FieldChange[],
  match: FlowMatch | null,
  scene: Scene,
): Decision[] {
  const rewritten = changed.filter(({ why }) => why === 'source-nat' || why === 'destination-nat');
  if (match === null) {
    if (rewritten.length === 0) return [];
    const text = `${sentence(rewritten)} The tracking table has no entry left that shows it.`;
    return [inferred('nat', text)];
  }
  const { flow, direction } = match;
  const evidence = [
    printed(scene.command(namespace, 'conntrack', '-L', '-p', flow.protocol), lineOf(flow)),
  ];
  const state = flow.isReplied ? 'packets go both ways' : 'no answer has come yet';
  const belongs = shown(
    'flow',
    `It belongs to the tracked ${flow.protocol} flow ${flow.original.source} → ${flow.original.destination}: ${state}.`,
    evidence,
  );
  if (rewritten.length === 0) return [belongs];
  const undone =
    direction === 'back' ? ' The tracking entry undoes what was translated on the way there.' : '';
  return [shown('nat', `${sentence(rewritten)}${undone}`, evidence), belongs];
}

function sentence(changes: readonly FieldChange[]): string {
  return changes
    .map(({ field, before, after }) => `The ${field} ${before} becomes ${after}.`)
    .join(' ');
}

/** As conntrack(8) lists it, without what changes while one reads. */
export function lineOf({ protocol, state, original, reply, isReplied }: Flow): string {
  const tuple = ({ source, destination, ports }: Flow['original']) =>
    `src=${source} dst=${destination}${ports === '' ? '' : ` ${ports}`}`;
  return [
    protocol,
    ...(state === null ? [] : [state]),
    tuple(original),
    ...(isReplied ? [] : ['[UNREPLIED]']),
    tuple(reply),
  ].join(' ');
}
