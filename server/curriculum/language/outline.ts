/** The files that give a course its shape: course.yaml, module.yaml, lesson.yaml, frontmatter. */
import * as z from 'zod';
import { drawsSchema } from './draws.ts';

export const idSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'is not an id: small letters, digits and hyphens' });

const folder = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/, { error: 'is not the name of a folder: letters, digits, - and _' });

/** A path inside the lesson's own folder, or the course's. */
export function pathOf(ending: '.yaml' | '.sh', folderOf: 'lesson' | 'course' = 'lesson') {
  return z.string().refine((path) => path.endsWith(ending) && !/^\/|(^|\/)\.\.(\/|$)/.test(path), {
    error: `is not the path of a ${ending} file inside the ${folderOf}`,
  });
}

const line = z.string().trim().min(1, { error: 'is empty' });

export const courseFileSchema = z
  .strictObject({
    title: line.describe('Name of the course, at the top of its page.'),
    summary: line.describe('One or two sentences under the title.'),
    modules: z.array(folder).describe('Folders of the modules, in the order of the course.'),
    glossary: pathOf('.yaml', 'course')
      .optional()
      .describe('The file of the words that lessons link to, beside this one: glossary.yaml.'),
  })
  .describe('course.yaml: what the course is called and what it consists of.');

export const moduleFileSchema = z
  .strictObject({
    id: idSchema.describe('Name that stays when the folder is renamed; unique in the course.'),
    title: line.describe('Heading of the module on the page of the course.'),
    summary: line.describe('One or two sentences under the heading.'),
    lessons: z
      .array(folder)
      .describe('Folders of the lessons inside the folder of this module, in order.'),
  })
  .describe('module.yaml: a row of lessons that belong together.');

export const lessonFileSchema = z
  .strictObject({
    id: idSchema.describe(
      'Part of the address of its page and of what learners have earned: never change it.',
    ),
    minutes: z.int().min(1).max(240).describe('How long a learner needs, in minutes.'),
    world: line.describe('Name of a world: a file of worlds/ without its .yaml.'),
    requires: z
      .array(idSchema)
      .default([])
      .describe('Ids of the lessons that one should have done before.'),
    setup: z
      .strictObject({
        machine: line.describe('Machine of the world on which it runs, as root.'),
        file: pathOf('.sh').describe("A bash script, from the lesson's folder: scripts/setup.sh."),
      })
      .optional()
      .describe(
        'What is there before the learner types anything. Its first command that fails ends it, and the lab with it.',
      ),
    draws: drawsSchema.default({}),
    languages: z
      .array(
        z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, {
          error: 'is not the code of a language: de, or pt-BR',
        }),
      )
      .default([])
      .describe('Languages into which the text is translated: de is written in lesson.de.md.'),
    challenges: z
      .array(
        z.strictObject({
          id: idSchema.describe(
            'Unique in the lesson; the text names it in ::::challenge[…]{#id}.',
          ),
          file: pathOf('.yaml').describe(
            "The challenge's file, from the lesson's folder: challenges/netns0.yaml.",
          ),
        }),
      )
      .default([])
      .describe('The challenges of the lesson, in the order of the text.'),
    predictions: z
      .array(
        z.strictObject({
          id: idSchema.describe(
            'Unique in the lesson; the text names it in ::::predict[Question?]{#id}.',
          ),
          file: pathOf('.yaml').describe(
            "The prediction's file, from the lesson's folder: predictions/answered.yaml.",
          ),
        }),
      )
      .default([])
      .describe('The predictions of the lesson, in the order of the text.'),
  })
  .describe('lesson.yaml: what the machine must know of a lesson.');

export const frontmatterSchema = z.strictObject({
  title: line.describe('Title of the lesson: the page shows it above the text.'),
  summary: line.describe('One sentence for the page of the course.'),
});

export type LessonFile = z.infer<typeof lessonFileSchema>;
export type Frontmatter = z.infer<typeof frontmatterSchema>;
