/**
 * Cuts the code of a block into entries: what is typed before bash gives the next prompt. Mostly a
 * line; more where a line is continued, a quote or here-document is open, or a compound command has
 * not ended. Comments and empty lines between entries are left out, since bash runs nothing for them.
 */
export function shellEntries(code: string): string[] {
  const entries: string[] = [];
  let entry = '';
  for (const line of code.split('\n')) {
    if (entry === '' && /^\s*(#|$)/.test(line)) continue;
    entry = entry === '' ? line : `${entry}\n${line}`;
    if (isComplete(entry)) {
      entries.push(entry);
      entry = '';
    }
  }
  return entry === '' ? entries : [...entries, entry];
}

/** The keys that enter it. A tab would complete, so it is quoted; the line typed so far goes. */
export function entryKeys(entry: string): string {
  const clearLine = '\x05\x15'; // end of line, then discard to its start: readline's Ctrl-E, Ctrl-U
  return `${clearLine}${entry.replaceAll('\t', '\x16\t').replaceAll('\n', '\r')}\r`;
}

function isComplete(entry: string): boolean {
  const hereDocument = /<<-?\s*(['"]?)(\w+)\1/.exec(entry);
  if (hereDocument !== null) {
    const [, , end = ''] = hereDocument;
    const body = entry.slice(hereDocument.index).split('\n').slice(1);
    return body.some((line) => line.trim() === end);
  }
  const bare = withoutQuotes(entry);
  return bare !== null && !goesOn(bare) && compoundDepth(bare) <= 0;
}

/** By a backslash at its end, or by an operator that lacks what comes after it. */
function goesOn(bare: string): boolean {
  return /(^|[^\\])(\\\\)*\\$|(\||&&)\s*$/.test(bare);
}

/** The entry with quoted text and comments blanked, or null when a quote is still open. */
function withoutQuotes(entry: string): string | null {
  const bare = entry.replaceAll(/\\['"#]|'[^']*'|"(?:\\.|[^"\\])*"|(?<=^|\s)#.*/g, '_');
  return /['"]/.test(bare) ? null : bare;
}

const opening = new Set(['if', 'case', 'do', '{']);
const closing = new Set(['fi', 'esac', 'done', '}']);
const looping = new Set(['for', 'while', 'until']);

function compoundDepth(bare: string): number {
  let depth = 0;
  let awaitsDo = 0;
  // A word counts only where a command may begin.
  const words = /(?:^|[;&|({\n]|\(\)|\b(?:do|then|else)\b)\s*([\w{}]+)/g;
  for (const [, word = ''] of bare.matchAll(words)) {
    if (looping.has(word)) awaitsDo += 1;
    if (word === 'do') awaitsDo -= 1;
    if (opening.has(word)) depth += 1;
    if (closing.has(word)) depth -= 1;
  }
  return depth + Math.max(0, awaitsDo);
}
