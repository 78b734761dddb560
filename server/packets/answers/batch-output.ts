/** What `ip -force -batch -` printed, told apart by the lines of its input. */

export type Printed =
  | { readonly kind: 'printed'; readonly text: string }
  /** The kernel, or `ip` itself, said no; in its words. */
  | { readonly kind: 'refused'; readonly text: string };

/**
 * A line of input prints one entry, which begins at the line's start and may go on indented; or fails,
 * and is then named on standard error, after the reason.
 */
export function batchOutput(stdout: string, stderr: string, count: number): Printed[] {
  const refusals = refusalsOf(stderr);
  const entries = entriesOf(stdout);
  return Array.from({ length: count }, (_, index) => {
    const refusal = refusals.get(index + 1);
    if (refusal !== undefined) return { kind: 'refused', text: refusal };
    const entry = entries.shift();
    return entry === undefined
      ? { kind: 'refused', text: 'ip gave no answer' }
      : { kind: 'printed', text: entry };
  });
}

function refusalsOf(stderr: string): Map<number, string> {
  const refusals = new Map<number, string>();
  let reason: string[] = [];
  for (const line of stderr.split('\n')) {
    const number = /^Command failed -:(\d+)$/.exec(line)?.[1];
    if (number === undefined) reason.push(line);
    else {
      refusals.set(Number(number), reason.join('\n').trim());
      reason = [];
    }
  }
  return refusals;
}

function entriesOf(stdout: string): string[] {
  const entries: string[] = [];
  for (const line of stdout.split('\n').map((each) => each.trimEnd())) {
    if (line === '') continue;
    const last = entries.at(-1);
    if (last === undefined || !/^\s/.test(line)) entries.push(line);
    else entries[entries.length - 1] = `${last}\n${line}`;
  }
  return entries;
}
