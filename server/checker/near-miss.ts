/** The name that was probably meant: the closest one within two slips of the keyboard. */
export function nearest(wanted: string, names: readonly string[]): string | null {
  let best: { readonly name: string; readonly slips: number } | null = null;
  for (const name of names) {
    if (Math.abs(name.length - wanted.length) > slipLimit) continue;
    const slips = slipsBetween(wanted.toLowerCase(), name.toLowerCase());
    if (slips <= slipLimit && slips < (best?.slips ?? Number.POSITIVE_INFINITY)) {
      best = { name, slips };
    }
  }
  return best?.name ?? null;
}

const slipLimit = 2;

/** Letters added, left out or changed, and neighbours swapped (optimal string alignment). */
function slipsBetween(a: string, b: string): number {
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwap = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) + (isSame ? 0 : 1),
          isSwap ? (older[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    older = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** `netns1` is no misspelt `netns2`, but the one before it. */
export function areNumbered(a: string, b: string): boolean {
  const [stem, other] = [a, b].map((name) => name.replace(/\d+$/, ''));
  return stem === other && stem !== a && stem !== b;
}
