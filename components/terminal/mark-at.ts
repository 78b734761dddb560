/** Bytes of output that were parsed in one go: after `startSeq`, up to and with `endSeq`. */
export type Span = { readonly startSeq: number; readonly endSeq: number };

/**
 * Which mark belongs to the command whose output begins at byte `startSeq`. A mark knows its byte
 * only as a span of output; commands that fell into the same span are told apart by their order.
 */
export function markAt(
  marks: readonly Span[],
  commandSeqs: readonly number[],
  startSeq: number,
): number | null {
  const first = marks.findIndex((span) => isWithin(span, startSeq));
  const span = marks[first];
  if (span === undefined) return null;
  const before = commandSeqs.filter((seq) => isWithin(span, seq) && seq < startSeq).length;
  const index = first + before;
  return marks[index]?.startSeq === span.startSeq ? index : null;
}

/** The other way round: which of the commands the mark at `index` belongs to. */
export function commandAt(
  marks: readonly Span[],
  commandSeqs: readonly number[],
  index: number,
): number | null {
  const span = marks[index];
  if (span === undefined) return null;
  const first = marks.findIndex(({ startSeq }) => startSeq === span.startSeq);
  const within = commandSeqs.filter((seq) => isWithin(span, seq)).sort((a, b) => a - b);
  return within[index - first] ?? null;
}

function isWithin({ startSeq, endSeq }: Span, seq: number): boolean {
  return startSeq < seq && seq <= endSeq;
}
