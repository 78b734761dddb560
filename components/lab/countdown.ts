const shownBelowMs = 5 * 60_000;

/** What is left as `4:59`, or null while it is too long to mention; and when to look again. */
export function countdown(leftMs: number): {
  readonly text: string | null;
  readonly nextTickMs: number;
} {
  if (leftMs >= shownBelowMs) return { text: null, nextTickMs: leftMs - shownBelowMs + 1 };
  const seconds = Math.max(0, Math.floor(leftMs / 1000));
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return { text, nextTickMs: 1000 };
}
