import type { SearchEntry } from '../../server/protocol/search.ts';
import { excerptOf, type Piece, piecesOf } from './excerpt.ts';
import type { Found } from './find.ts';

const kindWords = {
  lesson: 'Lesson',
  heading: 'Lesson',
  challenge: 'Challenge',
  term: 'Glossary',
} as const satisfies Record<SearchEntry['kind'], string>;

/** What was found, each a link to its place. */
export function ResultList({ found }: { readonly found: readonly Found[] }) {
  return (
    <ul className="search-results">
      {found.map(({ entry, matched }) => {
        const { kind, pieces } = excerptOf({ entry, matched });
        return (
          <li key={entry.href}>
            <a href={entry.href}>
              <span className="search-title">
                <strong>
                  <Pieces pieces={piecesOf(entry.title, matched)} />
                </strong>
                <span>
                  {kindWords[entry.kind]}
                  {entry.within !== '' && ` · ${entry.within}`}
                </span>
              </span>
              {kind === 'command' ? (
                <code>
                  <Pieces pieces={pieces} />
                </code>
              ) : (
                <span className="search-words">
                  <Pieces pieces={pieces} />
                </span>
              )}
            </a>
          </li>
        );
      })}
    </ul>
  );
}

export function countOf(number: number): string {
  if (number === 0) return 'Nothing was found. Try fewer letters.';
  return number === 1 ? 'One place' : `${number} places`;
}

function Pieces({ pieces }: { readonly pieces: readonly Piece[] }) {
  return pieces.map(({ text, isMatch }, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a fixed text have no other name
    isMatch ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
  );
}
