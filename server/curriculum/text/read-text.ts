/** A lesson's Markdown to what the page shows, what can be run, and where the challenges stand. */
import type { Root as HtmlRoot, RootContent } from 'hast';
import type { Report } from '../author-faults.ts';
import type { RunBlock } from '../course.ts';
import { type Frontmatter, frontmatterSchema } from '../language/outline.ts';
import { readYaml } from '../yaml-file.ts';
import { type ChallengePlace, type Place, shapeDirectives } from './directives.ts';
import { readFences } from './fences.ts';
import { parser } from './parser.ts';
import { type LinkTargets, resolveProse } from './prose.ts';
import { renderText } from './render.ts';

export type TextContext = LinkTargets & {
  readonly file: string; // relative to the lessons folder
  readonly lessonId: string;
  readonly machines: readonly string[]; // those with terminals; the first is the default
  readonly files: readonly string[]; // paths in the lesson's folder
};

export type LessonText = Frontmatter & {
  readonly text: HtmlRoot;
  readonly blocks: readonly RunBlock[];
  readonly challenges: readonly ChallengePlace[];
  readonly predictions: readonly PredictionPlace[];
  readonly images: readonly string[];
  readonly terms: readonly string[];
};

/** With how many challenges and run blocks there are before it. */
export type PredictionPlace = Place & {
  readonly afterChallenges: number;
  readonly afterBlocks: number;
};

export function readText(source: string, context: TextContext, report: Report): LessonText {
  const root = parser.parse(source);
  const [first] = root.children;
  const frontmatter = readFrontmatter(first?.type === 'yaml' ? first.value : null, report);
  const places = shapeDirectives(root, source, context.lessonId, report);
  const fences = readFences(root, { ...context, source }, report);
  const { images, anchors, terms } = resolveProse(root, context, report);
  const text = renderText(root, source, fences.roles);

  const ids = new Set(idsOf(text.children));
  for (const { id, line } of anchors) {
    if (!ids.has(id)) report(line, `no heading has the address \`#${id}\``, 'Correct the link.');
  }
  const challengesBefore = (offset: number) =>
    places.challenges.filter(({ endOffset }) => endOffset <= offset).length;
  const blocks = fences.blocks.map(({ offset, ...block }) => ({
    ...block,
    afterChallenges: challengesBefore(offset),
  }));
  const predictions = places.predictions.map((place) => ({
    ...place,
    afterChallenges: challengesBefore(place.endOffset),
    afterBlocks: fences.blocks.filter(({ offset }) => offset < place.endOffset).length,
  }));
  return {
    ...frontmatter,
    text,
    blocks,
    challenges: places.challenges,
    predictions,
    images,
    terms,
  };
}

function readFrontmatter(yaml: string | null, report: Report): Frontmatter {
  if (yaml === null) {
    report(
      1,
      'the text does not begin with its title',
      'Begin it with four lines: `---`, `title: …`, `summary: …`, `---`.',
    );
    return { title: '', summary: '' };
  }
  const file = readYaml(yaml, frontmatterSchema, report, 1);
  return file?.value ?? { title: '', summary: '' };
}

function idsOf(nodes: readonly RootContent[]): readonly string[] {
  return nodes.flatMap((node) =>
    node.type === 'element' ? [String(node.properties.id ?? ''), ...idsOf(node.children)] : [],
  );
}
