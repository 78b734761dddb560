/** The pictures of a lesson. They are an author's files: a browser must run nothing in them. */
import { findLesson } from '../../../../../server/curriculum/find-lesson.ts';
import { readLessonImage } from '../../../../../server/curriculum/lesson-image.ts';
import { lessonsDir, readCourse } from '../../../../course.ts';

type Context = { readonly params: Promise<{ lesson: string; path: string[] }> };

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { lesson, path } = await params;
  const found = findLesson(await readCourse(), lesson);
  const image =
    found.kind === 'found'
      ? await readLessonImage(lessonsDir(), found.lesson, path.join('/'))
      : null;
  if (image === null) return new Response('There is no such picture.', { status: 404 });
  return new Response(image.bytes, {
    headers: {
      'Content-Type': image.type,
      'Content-Security-Policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
      'X-Content-Type-Options': 'nosniff',
    },
  });
}
