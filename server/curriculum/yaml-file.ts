/** YAML text to a checked value; every fault with its line, and the lines of what is right. */
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseDocument,
} from 'yaml';
import type * as z from 'zod';
import type { Report } from './author-faults.ts';
import { explainIssue } from './schema-issue.ts';

export type Path = readonly (string | number)[];

export type YamlFile<T> = {
  readonly value: T;
  /** Line of what stands at this path, or of the nearest thing round it that exists. */
  readonly lineOf: (...path: Path) => number;
};

/** null when something was wrong, which has then been reported. */
export function readYaml<T>(
  text: string,
  schema: z.ZodType<T>,
  report: Report,
  linesBefore = 0,
): YamlFile<T> | null {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error', // its warnings would go to the server's log, not to the author
  });
  const lineAt = (offset: number) => lines.linePos(offset).line + linesBefore;
  for (const error of document.errors) {
    report(
      lineAt(error.pos[0]),
      `this is not YAML: ${error.message}`,
      'Look at indentation and colons; quote text that contains `: ` or begins with a special sign.',
    );
  }
  if (document.errors.length > 0) return null;

  const value = toValue(document, report, linesBefore + 1);
  const parsed = schema.safeParse(value);
  const lineOf = (...path: Path) => lineAt(offsetOf(document, path));
  if (parsed.success) return { value: parsed.data, lineOf };
  for (const issue of parsed.error.issues) {
    for (const { path, problem, remedy } of explainIssue(issue, value, schema)) {
      report(lineOf(...path), problem, remedy);
    }
  }
  return null;
}

/** The library throws when aliases multiply beyond measure. */
function toValue(document: Document.Parsed, report: Report, line: number): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    report(line, `this YAML cannot be resolved: ${String(cause)}`, 'Write it without aliases.');
    return null;
  }
}

function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents satisfies ParsedNode | null;
  let offset = 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
      if (pair === undefined || !isScalar(pair.key)) break;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      if (!isNode(node)) break;
      offset = node.range?.[0] ?? offset;
    } else {
      break;
    }
  }
  return offset;
}
