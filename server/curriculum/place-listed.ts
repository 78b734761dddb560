/** Joins what lesson.yaml lists with its places in the text; reports what has no partner. */
import type { FaultList } from './author-faults.ts';
import { chooseFrom } from './did-you-mean.ts';
import type { LessonFile } from './language/outline.ts';
import type { Place } from './text/directives.ts';
import type { YamlFile } from './yaml-file.ts';

const kinds = {
  challenge: { list: 'challenges', pattern: '::::challenge[Title]' },
  prediction: { list: 'predictions', pattern: '::::predict[Question?]' },
} as const;

/** `name`: of the file. */
export function placeListed<P extends Place>(
  kind: keyof typeof kinds,
  folder: string,
  file: YamlFile<LessonFile>,
  places: readonly P[],
  faults: FaultList,
): readonly { readonly place: P; readonly name: string }[] {
  const inFile = faults.in(`${folder}/lesson.yaml`);
  const inText = faults.in(`${folder}/lesson.md`);
  const { list, pattern } = kinds[kind];
  const listed = file.value[list];
  const ids = listed.map(({ id }) => id);
  for (const [index, { id }] of listed.entries()) {
    const line = file.lineOf(list, index, 'id');
    if (ids.indexOf(id) < index) {
      inFile(line, `a second ${kind} \`${id}\``, `Give each ${kind} an id of its own.`);
    } else if (!places.some((place) => place.id === id)) {
      inFile(
        line,
        `the text has no place for the ${kind} \`${id}\``,
        `Write ${pattern}{#${id}} in lesson.md, or take it out here.`,
      );
    }
  }
  return places.flatMap((place, index) => {
    const found = listed.find(({ id }) => id === place.id);
    if (found === undefined) {
      inText(
        place.line,
        `lesson.yaml has no ${kind} \`${place.id}\``,
        chooseFrom(place.id, ids, `${kind} in lesson.yaml`),
      );
      return [];
    }
    if (places.findIndex(({ id }) => id === place.id) < index) {
      inText(place.line, `a second place for \`${place.id}\``, `Give each ${kind} one place.`);
      return [];
    }
    return [{ place, name: found.file }];
  });
}
