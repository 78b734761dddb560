/** The JSON Schemas by which editors check and complete the files of a course. */
import * as z from 'zod';
import { challengeFileSchema } from '../curriculum/language/challenge.ts';
import { glossaryFileSchema } from '../curriculum/language/glossary.ts';
import {
  courseFileSchema,
  lessonFileSchema,
  moduleFileSchema,
} from '../curriculum/language/outline.ts';
import { predictionFileSchema } from '../curriculum/language/prediction.ts';
import { worldSchema } from '../sandbox/world/world.ts';

/** Name of the file, as `# yaml-language-server: $schema=` refers to it, to its content. */
export function schemaFiles(): ReadonlyMap<string, string> {
  const schemas = {
    course: courseFileSchema,
    module: moduleFileSchema,
    lesson: lessonFileSchema,
    challenge: challengeFileSchema,
    prediction: predictionFileSchema,
    glossary: glossaryFileSchema,
    world: worldSchema,
  };
  return new Map(
    Object.entries(schemas).map(([name, schema]) => [
      `${name}.schema.json`,
      `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`,
    ]),
  );
}
