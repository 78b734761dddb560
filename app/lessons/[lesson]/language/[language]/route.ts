/** Remembers in which language this browser wants its lessons, and leads back to the lesson. */
import { findLesson } from '../../../../../server/curriculum/find-lesson.ts';
import { readCourse } from '../../../../course.ts';
import { languageCookie, languagesOf } from '../../../../language.ts';

type Context = { readonly params: Promise<{ lesson: string; language: string }> };

const oneYearSeconds = 365 * 24 * 3600;

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { lesson: id, language } = await params;
  const found = findLesson(await readCourse(), id);
  if (found.kind !== 'found' || !languagesOf(found.lesson).includes(language)) {
    return new Response('There is no such lesson in this language.', { status: 404 });
  }
  const isRead = new URL(request.url).searchParams.has('read');
  return new Response(null, {
    status: 303,
    headers: {
      Location: `/lessons/${id}${isRead ? '/read' : ''}`,
      'Set-Cookie': `${languageCookie}=${language}; Path=/; Max-Age=${oneYearSeconds}; SameSite=Lax`,
      'Cache-Control': 'no-store',
    },
  });
}
