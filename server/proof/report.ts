/** The whole proof as a page to read: for each challenge and text, what was tried and what came of it. */
import type { Finding } from './findings.ts';

/** Markdown. What failed comes first. */
export function reportText(findings: readonly Finding[]): string {
  const refuted = findings.filter(({ problems }) => problems.length > 0);
  const proven = findings.filter(({ problems }) => problems.length === 0);
  const head = `# Proof of the lessons\n\n${proven.length} proven, ${refuted.length} failed.\n`;
  return [head, ...[...refuted, ...proven].map(sectionOf)].join('\n');
}

function sectionOf({ subject, steps, problems, tookMs }: Finding): string {
  const verdict = problems.length === 0 ? 'proven' : 'failed';
  const rows = steps.map(({ tried, outcome }) => `| ${cell(tried)} | ${cell(outcome)} |`);
  return [
    `## ${subject}: ${verdict} in ${(tookMs / 1000).toFixed(1)} s\n`,
    ...problems.map((problem) => `- ${problem.replaceAll('\n', '\n  ')}`),
    ...(problems.length > 0 ? [''] : []),
    ...(rows.length > 0 ? ['| tried | outcome |', '| --- | --- |', ...rows, ''] : []),
  ].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
