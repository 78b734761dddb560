/** What a challenge has taken, in words: "in 4:12 with 1 hint". */
import type { Effort } from '../../server/protocol/progress.ts';

type Help = Pick<Effort, 'hintsUsed' | 'solutionShown' | 'whyAsked'>;

export function effortWords({ tookMs, ...help }: Help & Pick<Effort, 'tookMs'>): string {
  const time = tookMs === null ? '' : `in ${durationWords(tookMs)} `;
  const used = helpWords(help);
  return `${time}${used.length === 0 ? 'without help' : `with ${used.join(' and ')}`}`;
}

/** What was used, the greatest help first: with the solution all else does not matter. */
export function helpWords({ hintsUsed, solutionShown, whyAsked }: Help): readonly string[] {
  if (solutionShown) return ['the solution'];
  const hints = hintsUsed === 1 ? '1 hint' : `${hintsUsed} hints`;
  return [...(whyAsked ? ['a diagnosis'] : []), ...(hintsUsed > 0 ? [hints] : [])];
}

/** `4:12`, or `1:04:12` from an hour on. */
export function durationWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (number: number) => String(number).padStart(2, '0');
  const rest = two(seconds % 60);
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${two(minutes)}:${rest}`;
}
