/** One lesson from its files: text, challenges, scripts, and whether they fit each other. */
import type { FaultList, Report } from './author-faults.ts';
import { buildChallenge } from './build-challenge.ts';
import type { Lesson } from './course.ts';
import type { CourseFiles } from './course-files.ts';
import { chooseFrom } from './did-you-mean.ts';
import type { LessonFile } from './language/outline.ts';
import type { LessonOutline } from './outline.ts';
import type { ChallengePlace } from './text/directives.ts';
import { readText } from './text/read-text.ts';
import type { World } from './worlds.ts';
import type { YamlFile } from './yaml-file.ts';

export type Surroundings = {
  readonly files: CourseFiles;
  readonly worlds: ReadonlyMap<string, World>;
  readonly lessonIds: readonly string[];
};

/** null: so much is missing that there is no lesson. Otherwise it counts only if no fault was found. */
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
  const { title, summary, text, blocks, places, images } = readText(
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
  const challenges = placeChallenges(outline, file, places, faults).flatMap(({ place, name }) => {
    const challenge = buildChallenge(`${folder}/${name}`, folder, world, around.files, faults);
    const words = { id: `${id}/${place.id}`, title: place.title, hints: place.hints };
    return challenge === null ? [] : [{ ...words, ...challenge }];
  });
  const { minutes, world: worldName, requires } = file.value;
  const words = { title, summary, minutes, text, images };
  return { id, moduleId, folder, ...words, world: worldName, requires, blocks, challenges };
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

/** Joins the challenges of lesson.yaml with their places in the text; reports what has no partner. */
function placeChallenges(
  { folder }: LessonOutline,
  file: YamlFile<LessonFile>,
  places: readonly ChallengePlace[],
  faults: FaultList,
): readonly { readonly place: ChallengePlace; readonly name: string }[] {
  const inFile = faults.in(`${folder}/lesson.yaml`);
  const inText = faults.in(`${folder}/lesson.md`);
  const listed = file.value.challenges;
  const ids = listed.map(({ id }) => id);
  for (const [index, { id }] of listed.entries()) {
    const line = file.lineOf('challenges', index, 'id');
    if (ids.indexOf(id) < index) {
      inFile(line, `a second challenge \`${id}\``, 'Give each challenge an id of its own.');
    } else if (!places.some((place) => place.id === id)) {
      inFile(
        line,
        `the text has no place for the challenge \`${id}\``,
        `Write ::::challenge[Title]{#${id}} in lesson.md, or take it out here.`,
      );
    }
  }
  return places.flatMap((place, index) => {
    const challenge = listed.find(({ id }) => id === place.id);
    if (challenge === undefined) {
      inText(
        place.line,
        `lesson.yaml has no challenge \`${place.id}\``,
        chooseFrom(place.id, ids, 'challenge in lesson.yaml'),
      );
      return [];
    }
    if (places.findIndex(({ id }) => id === place.id) < index) {
      inText(place.line, `a second place for \`${place.id}\``, 'Give each challenge one place.');
      return [];
    }
    return [{ place, name: challenge.file }];
  });
}
