import type { Terminal } from '../../server/protocol/lab.ts';
import { strayedTo } from '../lab/whereabouts.ts';

/** The second terminal of a place is `host 2`; one whose shell has gone elsewhere `host → netns0`. */
export function tabTitle(terminals: readonly Terminal[], index: number): string {
  const terminal = terminals[index];
  const title = terminal?.title ?? '';
  const before = terminals.slice(0, index).filter((terminal) => terminal.title === title).length;
  const numbered = before === 0 ? title : `${title} ${before + 1}`;
  const elsewhere = terminal === undefined ? null : strayedTo(terminal);
  return elsewhere === null ? numbered : `${numbered} → ${elsewhere}`;
}
