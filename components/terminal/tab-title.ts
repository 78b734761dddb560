import type { Terminal } from '../../server/protocol/lab.ts';

/** The second terminal of a place is `host 2`. */
export function tabTitle(terminals: readonly Terminal[], index: number): string {
  const title = terminals[index]?.title ?? '';
  const before = terminals.slice(0, index).filter((terminal) => terminal.title === title).length;
  return before === 0 ? title : `${title} ${before + 1}`;
}
