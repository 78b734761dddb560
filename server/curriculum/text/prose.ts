/** Headings, links and pictures: what a reader stumbles over when an author does. */
import type { Nodes, Root } from 'mdast';
import type { Report } from '../author-faults.ts';
import { chooseFrom } from '../did-you-mean.ts';
import { descendants, lineOf } from './tree.ts';

export type LinkTargets = {
  readonly lessonIds: readonly string[];
  /** Terms of the glossary; null when its file has faults. */
  readonly termIds: readonly string[] | null;
};

export type ProseContext = LinkTargets & {
  readonly lessonId: string;
  /** Paths of the files in the lesson's folder. */
  readonly files: readonly string[];
};

export type Prose = {
  readonly images: readonly string[]; // paths in the lesson's folder
  readonly anchors: readonly { readonly id: string; readonly line: number }[]; // links into this text
  readonly terms: readonly string[]; // ids of those that are linked to, in the order of the text
};

/** Checks, and resolves links and pictures to addresses of pages, in place. */
export function resolveProse(root: Root, context: ProseContext, report: Report): Prose {
  const images: string[] = [];
  const anchors: { id: string; line: number }[] = [];
  const terms = new Set<string>();
  let depth = 1;
  for (const node of descendants(root)) {
    switch (node.type) {
      case 'heading':
        checkHeading(node.depth, depth, lineOf(node), report);
        depth = node.depth;
        break;
      case 'html':
        if (node.value.startsWith('<!--')) break;
        report(
          lineOf(node),
          `HTML is not shown: \`${node.value.split('\n', 1)[0]}\``,
          'Write Markdown; put code between backticks.',
        );
        break;
      case 'link':
      case 'definition':
        if (node.url.startsWith('#')) anchors.push({ id: node.url.slice(1), line: lineOf(node) });
        else if (node.url.startsWith('term:')) terms.add(resolveTerm(node, context, report));
        else node.url = resolveLink(node.url, node, context, report);
        break;
      case 'image':
        if (isImageSound(node.url, node.alt ?? '', node, context, report)) images.push(node.url);
        node.url = `/lessons/${context.lessonId}/files/${node.url}`;
        break;
    }
  }
  return { images: [...new Set(images)], anchors, terms: [...terms] };
}

function checkHeading(depth: number, previous: number, line: number, report: Report): void {
  if (depth === 1) {
    report(
      line,
      'a heading of the first level',
      'Begin with `##`: the page shows the title of the frontmatter above the text.',
    );
  } else if (depth > previous + 1) {
    report(
      line,
      `a heading of level ${depth} under one of level ${previous}`,
      `Write \`${'#'.repeat(previous + 1)}\`: readers who cannot see the size count on it.`,
    );
  }
}

function resolveLink(url: string, node: Nodes, context: ProseContext, report: Report): string {
  if (/^(https?:|mailto:)/.test(url)) return url;
  const [, id, anchor = ''] = /^lesson:([^#]*)(#.*)?$/.exec(url) ?? [];
  if (id === undefined) {
    report(
      lineOf(node),
      `the link \`${url}\` leads nowhere`,
      'Write lesson:ID for a lesson, term:ID for a word of the glossary, #heading for a place in this text, or a whole https:// address.',
    );
  } else if (!context.lessonIds.includes(id)) {
    report(
      lineOf(node),
      `a link to the unknown lesson \`${id}\``,
      chooseFrom(id, context.lessonIds, 'lesson'),
    );
  }
  return `/lessons/${id}${anchor}`;
}

/** The term's id. The page shows what it means where it is linked. */
function resolveTerm(
  node: Extract<Nodes, { type: 'link' | 'definition' }>,
  { termIds }: LinkTargets,
  report: Report,
): string {
  const id = node.url.slice('term:'.length);
  if (termIds !== null && !termIds.includes(id)) {
    report(lineOf(node), `a link to the unknown term \`${id}\``, chooseFrom(id, termIds, 'term'));
  }
  node.url = `/glossary#${id}`;
  node.data = { ...node.data, hProperties: { dataTerm: id } };
  return id;
}

function isImageSound(
  url: string,
  alt: string,
  node: Nodes,
  context: ProseContext,
  report: Report,
): boolean {
  if (alt.trim() === '') {
    report(
      lineOf(node),
      `the picture \`${url}\` has no words`,
      'Say what it shows: ![two boxes and a cable](figures/cable.svg).',
    );
  }
  if (!/\.(svg|png|jpg|jpeg|webp)$/.test(url)) {
    report(lineOf(node), `\`${url}\` is no picture`, 'Use .svg, .png, .jpg or .webp.');
    return false;
  }
  if (!context.files.includes(url)) {
    report(
      lineOf(node),
      `there is no picture \`${url}\` in the lesson`,
      'Put it into the folder of the lesson, and write its path from there.',
    );
    return false;
  }
  return true;
}
