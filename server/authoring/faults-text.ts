/** Faults as lines that a terminal or an editor can jump from. */
import type { AuthorFault } from '../curriculum/course.ts';

/** `pathOf` writes the path of a file of the course for the reader. */
export function faultsText(
  faults: readonly AuthorFault[],
  pathOf: (file: string) => string,
): string {
  return faults
    .map(
      ({ file, line, problem, remedy }) => `${pathOf(file)}:${line}  ${problem}\n    ${remedy}\n`,
    )
    .join('');
}
