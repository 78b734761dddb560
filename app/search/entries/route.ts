/** What the search over a page looks through; fetched when it is opened. */
import { searchEntriesOf } from '../../../server/curriculum/search-entries.ts';
import { readCourse } from '../../course.ts';

export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  const { course } = await readCourse();
  return Response.json(searchEntriesOf(course), { headers: { 'Cache-Control': 'no-cache' } });
}
