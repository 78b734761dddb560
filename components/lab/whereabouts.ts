/** Where a block's lines would be typed, and where the shells of terminals stand meanwhile. */
import type { Terminal, TerminalPlace } from '../../server/protocol/lab.ts';
import type { LabView } from './lab-store.ts';

/** The terminal in view at this place, else any that lives there. */
export function terminalAt(
  { lab, slots, activeSlot }: Pick<LabView, 'lab' | 'slots' | 'activeSlot'>,
  { machine, namespacePath }: TerminalPlace,
): Terminal | null {
  const here = lab.terminals.filter(
    ({ ended, place }) =>
      ended === null && place.machine === machine && place.namespacePath === namespacePath,
  );
  const rank = ({ terminalId }: Terminal) =>
    slots[activeSlot] === terminalId ? 0 : slots.includes(terminalId) ? 1 : 2;
  return here.toSorted((a, b) => rank(a) - rank(b))[0] ?? null;
}

/** What its shell's namespace is called, if it is another than the one where the terminal opened. */
export function strayedTo({ place, whereabouts }: Terminal): string | null {
  switch (whereabouts.kind) {
    case 'unknown':
      return null;
    case 'root':
      return place.namespacePath === null ? null : place.machine;
    case 'named':
      return whereabouts.path === place.namespacePath
        ? null
        : whereabouts.path.slice(whereabouts.path.lastIndexOf('/') + 1);
    case 'unnamed': {
      const isItsOwn =
        place.namespacePath !== null && !place.namespacePath.startsWith('/run/netns/');
      return isItsOwn ? null : 'an unnamed namespace';
    }
  }
}
