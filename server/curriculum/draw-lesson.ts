/** A lesson as one lab has it: with the values that its seed draws, everywhere. */
import { Fault } from '../fault.ts';
import { createFaultList } from './author-faults.ts';
import { buildLesson } from './build-lesson.ts';
import type { Lesson } from './course.ts';
import { lessonFileSchema } from './language/outline.ts';
import { readYaml } from './yaml-file.ts';

/** The same for the same seed. Throws Fault `lesson-invalid` where the values make it unsound. */
export function drawLesson(lesson: Lesson, seed: string): Lesson {
  if (lesson.draws === null) return lesson;
  const { around } = lesson.draws;
  const { id, moduleId, folder } = lesson;
  const faults = createFaultList();
  const yaml = around.files.get(`${folder}/lesson.yaml`) ?? '';
  const file = readYaml(yaml, lessonFileSchema, faults.in(`${folder}/lesson.yaml`));
  const drawn = buildLesson({ id, moduleId, folder, file }, around, faults, seed);
  const [first] = faults.all();
  if (drawn !== null && first === undefined) return drawn;
  throw new Fault(
    'lesson-invalid',
    `What was drawn for this lesson does not fit it: ${first?.file}:${first?.line}: ${first?.problem}. Tell its author.`,
  );
}
