/** Namespaces that are made again, get their name again, or go. */
import type { Namespace } from '../../protocol/topology.ts';
import type { Where } from '../step.ts';
import { type Draft, whereInWords } from './draft.ts';
import type { Spot } from './match-namespaces.ts';

export function planNewNamespaces(draft: Draft): void {
  for (const spot of draft.spots) {
    const { fate, now, target } = spot;
    if (fate === 'made' && target?.name) noteNetns(draft, spot, ['add', target.name]);
    if (fate === 'named' && target?.name && now !== null) {
      noteNetns(draft, spot, ['attach', target.name, processOf(now)]);
    }
    if (fate === 'kept' && target?.name && now?.name === null) {
      draft.cannot.add(`The name ${target.name} was not made by ip netns: it does not come back.`);
    }
    if (fate === 'lost' && target !== null) {
      draft.cannot.add(
        `${ofWhom(target)}${onMachine(target)} is gone with its process; it and what was in it do not come back.`,
      );
    }
    if (fate === 'stays' && now !== null) {
      draft.staying.set(
        now.key,
        `${ofWhom(now)}${onMachine(now)} stays until whoever holds it lets go of it.`,
      );
    }
  }
  for (const spot of draft.spots.filter(({ fate }) => fate === 'made')) {
    draft.links.add(newLoopback(draft, spot));
  }
}

/** After all that is done in them, or taken out of them. */
export function planNamespaceEnds(draft: Draft): void {
  for (const spot of draft.spots) {
    const isEnding = spot.fate === 'dropped' || spot.fate === 'unnamed';
    if (isEnding && spot.now?.name) noteNetns(draft, spot, ['del', spot.now.name]);
  }
}

/** How a command on that machine names it, e.g. after `netns`. */
export function netnsWord(draft: Draft, { machine, name, path }: Where): string {
  if (name !== null) return name;
  if (path !== null) return path;
  // The first process of a machine is in its root namespace; a name goes before a number.
  const isTaken = draft.spots.some(({ where }) => where.machine === machine && where.name === '1');
  return isTaken ? '/proc/1/ns/net' : '1';
}

function noteNetns(draft: Draft, { where }: Spot, words: readonly string[]): void {
  const root: Where = { machine: where.machine, name: null, path: null };
  draft.note(root, { kind: 'ip', words: ['netns', ...words] });
}

function newLoopback(draft: Draft, spot: Spot) {
  const wanted = draft.target.objects.find(
    (object) =>
      object.kind === 'interface' &&
      object.type === 'loopback' &&
      object.namespace === spot.target?.key,
  );
  return {
    type: 'loopback',
    wanted: wanted?.kind === 'interface' ? wanted : null,
    now: null,
    spot,
    name: 'lo',
    mac: null,
    mtu: 65_536,
    isUp: false,
    master: null,
    peer: null,
    addresses: [],
    neighbours: [],
    fdb: [],
    isUntouched: false,
  };
}

/** `/proc/PID/ns/net` */
function processOf({ path }: Namespace): string {
  return path.split('/')[2] ?? '';
}

function ofWhom({ name, process }: Namespace): string {
  return name === null ? `The namespace of ${process || 'a process'}` : `The namespace ${name}`;
}

function onMachine({ machine }: Namespace): string {
  return whereInWords({ machine, name: null, path: null });
}
