/** A journey, named in the address of the page: `#journey=TRACE/JOURNEY/HOP`. */
import type { ShownJourney } from '../lab/lab-store.ts';

export function linkTo({ traceId, journeyId, hop }: ShownJourney): string {
  return `#journey=${[traceId, journeyId, hop].map(encodeURIComponent).join('/')}`;
}

/** Null: the address names none. */
export function journeyOfLink(hash: string): ShownJourney | null {
  const found = /^#journey=([^/]+)\/([^/]+)\/([^/]+)$/.exec(hash);
  if (found === null) return null;
  const [traceId, journeyId, hop] = found.slice(1).map(decoded);
  if (!traceId || !journeyId || !hop) return null;
  return { traceId, journeyId, hop };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return ''; // a broken escape is no name
  }
}
