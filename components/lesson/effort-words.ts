/** What a challenge has taken, in words: "in 4:12 with 1 hint". */
import type { Effort } from '../../server/protocol/progress.ts';

export function effortWords({ tookMs, ...help }: Omit<Effort, 'challengeId'>): string {
  const time = tookMs === null ? '' : `in ${durationWords(tookMs)} `;
  return `${time}${help.solutionShown || help.hintsUsed > 0 ? 'with' : 'without'} ${helpWords(help)}`;
}

/** `4:12`, or `1:04:12` from an hour on. */
export function durationWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (number: number) => String(number).padStart(2, '0');
  const rest = two(seconds % 60);
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${two(minutes)}:${rest}`;
}

function helpWords({ hintsUsed, solutionShown }: Pick<Effort, 'hintsUsed' | 'solutionShown'>) {
  if (solutionShown) return 'the solution';
  if (hintsUsed === 0) return 'a hint';
  return hintsUsed === 1 ? '1 hint' : `${hintsUsed} hints`;
}
