/** One lesson from its files: text, challenges, predictions, and whether they fit each other. */
import type { FaultList, Report } from './author-faults.ts';
import { buildChallenge } from './build-challenge.ts';
import { buildPrediction } from './build-prediction.ts';
import { buildSetup } from './build-setup.ts';
import type { Lesson, LessonDraws } from './course.ts';
import type { CourseFiles } from './course-files.ts';
import { chooseFrom } from './did-you-mean.ts';
import { drawValues, sampleSeed } from './draw-values.ts';
import type { LessonFile } from './language/outline.ts';
import type { LessonOutline } from './outline.ts';
import { placeListed } from './place-listed.ts';
import { checkPlaceholders, putIntoFiles } from './placeholders.ts';
import { readText } from './text/read-text.ts';
import { readTranslations } from './translations.ts';
import type { World } from './worlds.ts';
import type { YamlFile } from './yaml-file.ts';

export type Surroundings = {
  readonly files: CourseFiles;
  readonly worlds: ReadonlyMap<string, World>;
  readonly lessonIds: readonly string[];
  readonly termIds: readonly string[] | null; // null: not known
};

/**
 * null: so much is missing that there is no lesson. Otherwise it counts only if no fault was found.
 * `seed` null: as the course has it, for nobody's lab.
 */
export function buildLesson(
  outline: LessonOutline,
  around: Surroundings,
  faults: FaultList,
  seed: string | null = null,
): Lesson | null {
  const { file, folder, id, moduleId } = outline;
  if (file === null) return null;
  const path = `${folder}/lesson.md`;
  const draws = drawsOf(file, folder, around, faults, seed);
  const drawnFiles = putIntoFiles(around.files, folder, draws?.values ?? {});
  const source = (seed === null ? around.files : drawnFiles).get(path);
  if (typeof source !== 'string') {
    faults.in(path)(1, 'this file is not there', 'Write the text of the lesson.');
    return null;
  }
  const world = worldOf(file, around.worlds, faults.in(`${folder}/lesson.yaml`));
  const context = {
    file: path,
    lessonId: id,
    lessonIds: around.lessonIds,
    termIds: around.termIds,
    machines: world.learnerMachines,
    files: [...around.files.keys()]
      .filter((name) => name.startsWith(`${folder}/`))
      .map((name) => name.slice(folder.length + 1)),
  };
  const base = readText(source, context, faults.in(path));
  const { title, summary, text, blocks, images, terms, ...places } = base;
  const translations = readTranslations(
    file.value.languages,
    base,
    folder,
    context,
    seed === null ? around.files : drawnFiles,
    faults,
  );
  const placed = placeListed('challenge', folder, file, places.challenges, faults);
  const challenges = placed.flatMap(({ place, name }) => {
    const challenge = buildChallenge(`${folder}/${name}`, folder, world, drawnFiles, faults);
    const words = { id: `${id}/${place.id}`, title: place.title, hints: place.hints };
    return challenge === null ? [] : [{ ...words, ...challenge }];
  });
  const asked = placeListed('prediction', folder, file, places.predictions, faults);
  const predictions = asked.flatMap(({ place, name }) => {
    const prediction = buildPrediction(`${folder}/${name}`, world, around.files, faults);
    const { title, afterChallenges, afterBlocks } = place;
    const words = { id: `${id}/${place.id}`, title, afterChallenges, afterBlocks };
    return prediction === null ? [] : [{ ...words, ...prediction }];
  });
  const inLessonFile = faults.in(`${folder}/lesson.yaml`);
  const setup = buildSetup(file, folder, world, drawnFiles, inLessonFile);
  const { minutes, world: worldName, requires } = file.value;
  const words = { title, summary, minutes, text, images, terms, translations };
  return {
    id,
    moduleId,
    folder,
    ...words,
    world: worldName,
    requires,
    setup,
    draws,
    blocks,
    challenges,
    predictions,
  };
}

function drawsOf(
  { value, lineOf }: YamlFile<LessonFile>,
  folder: string,
  around: Surroundings,
  faults: FaultList,
  seed: string | null,
): LessonDraws | null {
  const names = Object.keys(value.draws);
  const predictions = value.predictions.map(({ file }) => `${folder}/${file}`);
  const closed = [`${folder}/lesson.yaml`, ...predictions];
  checkPlaceholders(around.files, folder, { names, closed }, faults);
  if (names.length === 0) return null;
  const { values, faults: drawFaults } = drawValues(value.draws, seed ?? sampleSeed);
  const report = faults.in(`${folder}/lesson.yaml`);
  for (const { draw, key, problem, remedy } of drawFaults) {
    report(lineOf('draws', draw, ...(key === null ? [] : [key])), problem, remedy);
  }
  const own = [...around.files].filter(([path]) => path.startsWith(`${folder}/`));
  return { values, around: { ...around, files: new Map(own) } };
}

/** One without machines when it is not known, so that they are not faults, too. */
function worldOf(
  file: YamlFile<LessonFile>,
  worlds: ReadonlyMap<string, World>,
  report: Report,
): World {
  const name = file.value.world;
  const world = worlds.get(name);
  if (world !== undefined) return world;
  report(
    file.lineOf('world'),
    `unknown world \`${name}\``,
    chooseFrom(name, [...worlds.keys()], 'world'),
  );
  return { machines: [], learnerMachines: [] };
}
