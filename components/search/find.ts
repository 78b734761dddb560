/** Finds places of the course by beginnings of words, and by words with a letter wrong. */
import MiniSearch from 'minisearch';
import type { SearchEntry } from '../../server/protocol/search.ts';

export type Found = {
  readonly entry: SearchEntry;
  /** Words of the place that were matched, in small letters. */
  readonly matched: readonly string[];
};

export type Finder = (query: string) => readonly Found[];

const limit = 24;

export function createFinder(entries: readonly SearchEntry[]): Finder {
  const index = new MiniSearch<SearchEntry & { readonly id: number }>({
    fields: ['title', 'commands', 'text', 'within'],
    extractField: (entry, field) => {
      switch (field) {
        case 'commands':
          return entry.commands.join('\n');
        case 'title':
        case 'text':
        case 'within':
          return entry[field];
        default:
          return String(entry.id);
      }
    },
    tokenize: wordsOf,
    processTerm: withParts,
    searchOptions: {
      boost: { title: 4, commands: 3 },
      boostDocument: (id, word) => (isNameOf(entries[Number(id)], word) ? 1.5 : 1),
      combineWith: 'AND',
      prefix: (word) => word.length > 1,
      fuzzy: (word) => (word.length > 4 && !/\d/.test(word) ? 0.25 : false),
      processTerm: (word) => word.toLowerCase(),
    },
  });
  index.addAll(entries.map((entry, id) => ({ ...entry, id })));
  return (query) =>
    index
      .search(query)
      .slice(0, limit)
      .flatMap(({ id, terms }) => {
        const entry = entries[Number(id)];
        return entry === undefined ? [] : [{ entry, matched: terms }];
      });
}

/** What a word means is what one looks for first. */
function isNameOf(entry: SearchEntry | undefined, word: string): boolean {
  return entry?.kind === 'term' && entry.title.toLowerCase() === word;
}

/** `172.18.0.10/16` and `br_netfilter` are words. */
function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+(?:[._:/-]+[\p{L}\p{N}]+)*/gu) ?? [];
}

/** A word that is made of others is found by each of them, too. */
function withParts(word: string): string[] {
  const small = word.toLowerCase();
  const parts = small.split(/[._:/-]+/);
  return parts.length === 1 ? parts : [small, ...parts];
}
