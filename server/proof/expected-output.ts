/**
 * Compares what a block printed with what the text shows. `…` stands for anything within a line, and
 * alone on a line for any number of lines. Trailing blanks and blank lines at the end do not count.
 */
export function isAsShown(actual: string, shown: string): boolean {
  return linesMatch(linesOf(actual), linesOf(shown));
}

function linesOf(text: string): string[] {
  const lines = text.replaceAll('\r', '').split('\n');
  while (lines.at(-1)?.trim() === '') lines.pop();
  return lines.map((line) => line.trimEnd());
}

/** Position by position, with the places to go back to kept for the last `…` only, as in a glob. */
function linesMatch(actual: readonly string[], shown: readonly string[]): boolean {
  let [line, pattern] = [0, 0];
  let retry: { line: number; pattern: number } | null = null;
  while (line < actual.length) {
    const wanted = shown[pattern];
    if (wanted?.trim() === '…') {
      retry = { line, pattern };
      pattern += 1;
    } else if (wanted !== undefined && lineMatches(actual[line] ?? '', wanted)) {
      line += 1;
      pattern += 1;
    } else if (retry !== null) {
      retry = { line: retry.line + 1, pattern: retry.pattern };
      line = retry.line;
      pattern = retry.pattern + 1;
    } else {
      return false;
    }
  }
  return shown.slice(pattern).every((rest) => rest.trim() === '…');
}

function lineMatches(actual: string, shown: string): boolean {
  const parts = shown.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(actual);
}
