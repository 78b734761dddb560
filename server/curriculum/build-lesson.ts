/** One lesson from its files: text, challenges, predictions, and whether they fit each other. */
import type { FaultList, Report } from './author-faults.ts';
import { buildChallenge } from './build-challenge.ts';
import { buildPrediction } from './build-prediction.ts';
import type { Lesson } from './course.ts';
import type { CourseFiles } from './course-files.ts';
import { chooseFrom } from './did-you-mean.ts';
import type { LessonFile } from './language/outline.ts';
import type { LessonOutline } from './outline.ts';
import { placeListed } from './place-listed.ts';
import { readText } from './text/read-text.ts';
import type { World } from './worlds.ts';
import type { YamlFile } from './yaml-file.ts';

export type Surroundings = {
  readonly files: CourseFiles;
  readonly worlds: ReadonlyMap<string, World>;
  readonly lessonIds: readonly string[];
};

/** null: so much is missing that there is no lesson. Otherwise it counts only if no fault was found. */
  readonly termIds: readonly string[] | null; // null: not known
export function buildLesson(
  outline: LessonOutline,
  around: Surroundings,
  faults: FaultList,
): Lesson | null {
  const { file, folder, id, moduleId } = outline;
  if (file === null) return null;
  const path = `${folder}/lesson.md`;
  const source = around.files.get(path);
  if (typeof source !== 'string') {
    faults.in(path)(1, 'this file is not there', 'Write the text of the lesson.');
    return null;
  }
  const world = worldOf(file, around.worlds, faults.in(`${folder}/lesson.yaml`));
  const { title, summary, text, blocks, images, terms, ...places } = readText(
    source,
    {
      file: path,
      lessonId: id,
      lessonIds: around.lessonIds,
      machines: world.learnerMachines,
      files: [...around.files.keys()]
        .filter((name) => name.startsWith(`${folder}/`))
        .map((name) => name.slice(folder.length + 1)),
    },
    faults.in(path),
  );
  const placed = placeListed('challenge', folder, file, places.challenges, faults);
  const challenges = placed.flatMap(({ place, name }) => {
      termIds: around.termIds,
    const challenge = buildChallenge(`${folder}/${name}`, folder, world, around.files, faults);
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
  const { minutes, world: worldName, requires } = file.value;
  const words = { title, summary, minutes, text, images, terms };
  return {
    id,
    moduleId,
    folder,
    ...words,
    world: worldName,
    requires,
    blocks,
    challenges,
    predictions,
  };
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
