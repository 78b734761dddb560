/** A terminal somewhere, reached over its own network protocol: what the contenders have in common. */
export type Line = AsyncDisposable & {
  type(text: string): void;
  /** Output, as much at a time as arrives together. One listener at a time. */
  onOutput(listener: OutputListener): void;
};

export type OutputListener = (output: Buffer) => void;

/** Types a line and waits until the output has shown `end`. */
export async function typeUntil(line: Line, text: string, end: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let seen = '';
  line.onOutput((output) => {
    seen = (seen + output.toString()).slice(-4096);
    if (seen.includes(end)) resolve();
  });
  line.type(text);
  await promise;
}

/** Something of each of those that are compared. */
export type Contenders<T> = { readonly ours: T; readonly bare: T; readonly wetty: T };

export async function inTurn<T>(
  lines: Contenders<Line>,
  use: (line: Line) => Promise<T>,
): Promise<Contenders<T>> {
  const ours = await use(lines.ours);
  const bare = await use(lines.bare);
  return { ours, bare, wetty: await use(lines.wetty) };
}

/** Of what each contender has shown in many rounds. */
export function overall<T, R>(
  rounds: readonly Contenders<T>[],
  sum: (all: readonly T[]) => R,
): Contenders<R> {
  return {
    ours: sum(rounds.map(({ ours }) => ours)),
    bare: sum(rounds.map(({ bare }) => bare)),
    wetty: sum(rounds.map(({ wetty }) => wetty)),
  };
}
