/** Cables side by side: short ones inside, and none on top of another. Pure. */

type Span = { readonly from: number; readonly to: number };

export function cablesOf<S extends Span>(
  spans: readonly S[],
): readonly { readonly span: S; readonly lane: number }[] {
  const lanes: S[][] = [];
  const length = ({ from, to }: Span) => Math.abs(to - from);
  return spans
    .toSorted((a, b) => length(a) - length(b))
    .map((span) => {
      const free = lanes.findIndex((others) => others.every((other) => !overlap(other, span)));
      const lane = free === -1 ? lanes.length : free;
      lanes[lane] = [...(lanes[lane] ?? []), span];
      return { span, lane };
    });
}

function overlap(a: Span, b: Span): boolean {
  return (
    Math.min(a.from, a.to) <= Math.max(b.from, b.to) &&
    Math.min(b.from, b.to) <= Math.max(a.from, a.to)
  );
}
