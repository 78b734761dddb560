/** The two files of a lesson's recording. */
import { findLesson } from '../../../../../server/curriculum/find-lesson.ts';
import { readRecording } from '../../../../../server/curriculum/recorded.ts';
import { lessonsDir, readCourse } from '../../../../course.ts';

type Context = { readonly params: Promise<{ lesson: string; file: string }> };

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { lesson, file } = await params;
  const found = findLesson(await readCourse(), lesson);
  const text =
    found.kind === 'found' ? await readRecording(lessonsDir(), found.lesson, file) : null;
  if (text === null) return new Response('There is no such recording.', { status: 404 });
  const type = file.endsWith('.json') ? 'application/json' : 'application/x-asciicast';
  return new Response(text, { headers: { 'Content-Type': type } });
}
