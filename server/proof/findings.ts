/** One thing that was tried, and what came of it. */
export type Step = {
  /** "before", "the wrong solution scripts/x.sh", "line 12: ip link list". */
  readonly tried: string;
  /** A sentence: "fails: There is no namespace called `blue`." */
  readonly outcome: string;
};

export type Proof = {
  /** In their order, the successful ones too. */
  readonly steps: readonly Step[];
  /** Sentences for the author; none: proven. */
  readonly problems: readonly string[];
};

/** What was proven or not, about one challenge or about the text of one lesson. */
export type Finding = Proof & {
  /** `LESSON/CHALLENGE`, or `LESSON` for its text. */
  readonly subject: string;
  /** What was tried, in a few words: "solution, 2 wrong solutions". */
  readonly tried: string;
  readonly tookMs: number;
};

/** A line of the report, and under it one for each problem. */
export function findingText({ subject, tried, problems, tookMs }: Finding): string {
  const verdict = problems.length === 0 ? 'proven' : 'FAILED';
  const line = `${verdict}  ${subject.padEnd(44)} ${(tookMs / 1000).toFixed(1).padStart(5)} s  ${tried}`;
  return [
    line,
    ...problems.map((problem) => `        ${problem.replaceAll('\n', '\n        ')}`),
  ].join('\n');
}
