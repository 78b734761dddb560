import type { Metadata } from 'next';
import { createFinder } from '../../components/search/find.ts';
import { countOf, ResultList } from '../../components/search/result-list.tsx';
import { Button } from '../../components/ui/button.tsx';
import { PageFrame } from '../../components/ui/page-frame.tsx';
import { searchEntriesOf } from '../../server/curriculum/search-entries.ts';
import { readCourse } from '../course.ts';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Search' };

type Props = { readonly searchParams: Promise<{ readonly q?: string | readonly string[] }> };

const longestQuery = 200; // characters

/** The search without scripts. */
export default async function SearchPage({ searchParams }: Props) {
  const { q } = await searchParams;
  const query = (typeof q === 'string' ? q : '').slice(0, longestQuery);
  const { course } = await readCourse();
  const found = query.trim() === '' ? [] : createFinder(searchEntriesOf(course))(query);
  return (
    <PageFrame>
      <h1>Search</h1>
      <search>
        <form className="search-form" action="/search">
          <input
            type="search"
            name="q"
            aria-label="Search the lessons"
            placeholder="A word, a command, an address"
            defaultValue={query}
          />
          <Button type="submit" look="primary">
            Search
          </Button>
        </form>
      </search>
      {query.trim() !== '' && <p className="search-state">{countOf(found.length)}</p>}
      <ResultList found={found} />
    </PageFrame>
  );
}
