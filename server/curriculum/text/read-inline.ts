/** One paragraph of Markdown that stands in another file, such as the text of a term. */
import type { Root as HtmlRoot } from 'hast';
import type { Report } from '../author-faults.ts';
import { parser } from './parser.ts';
import { type LinkTargets, resolveProse } from './prose.ts';
import { renderText } from './render.ts';

/** The paragraph's content, without the paragraph. `line`: where the text begins in its file. */
export function readInline(
  source: string,
  targets: LinkTargets,
  line: number,
  report: Report,
): HtmlRoot {
  const root = parser.parse(source);
  const [first, second] = root.children;
  if (first?.type !== 'paragraph' || second !== undefined) {
    report(
      line,
      'the text is not one paragraph',
      'Write sentences, with links and `code` in them.',
    );
  }
  // Lines of the paragraph are not those of the file, in which YAML may have folded them.
  const here: Report = (_line, problem, remedy) => report(line, problem, remedy);
  const { anchors, images } = resolveProse(root, { ...targets, lessonId: '', files: [] }, here);
  for (const { id } of anchors) {
    report(line, `the link \`#${id}\` leads nowhere`, 'Write term:ID, or lesson:ID#heading.');
  }
  if (images.length > 0) report(line, 'a picture stands in the text', 'Take it out.');
  const [paragraph] = renderText(root, source, new Map()).children;
  const children = paragraph?.type === 'element' ? paragraph.children : [];
  return { type: 'root', children };
}
