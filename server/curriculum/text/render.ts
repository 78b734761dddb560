/** Markdown's tree to the page's: only elements and attributes of a closed list get through. */
import type { Root as HtmlRoot } from 'hast';
import type { Root } from 'mdast';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import rehypeSlug from 'rehype-slug';
import remarkRehype, { defaultHandlers } from 'remark-rehype';
import { unified } from 'unified';
import type { Fences } from './fences.ts';
import { sourceOf } from './tree.ts';

const allowed = {
  ...defaultSchema,
  clobberPrefix: '',
  protocols: { ...defaultSchema.protocols, href: ['http', 'https', 'mailto'] },
  tagNames: [
    ...(defaultSchema.tagNames ?? []),
    'lesson-run',
    'lesson-output',
    'lesson-challenge',
    'lesson-predict',
    'lesson-aside',
  ],
  attributes: {
    ...defaultSchema.attributes,
    a: [...(defaultSchema.attributes?.a ?? []), 'dataTerm'],
    'lesson-run': ['dataBlock'],
    'lesson-output': ['dataBlock'],
    'lesson-challenge': ['dataChallenge'],
    'lesson-predict': ['dataPrediction'],
    'lesson-aside': ['dataKind', 'dataTitle'],
  },
};

export function renderText(root: Root, source: string, roles: Fences['roles']): HtmlRoot {
  return unified()
    .use(remarkRehype, {
      clobberPrefix: 'footnote-',
      handlers: {
        code: (state, node) => {
          const code = defaultHandlers.code(state, node);
          const role = roles.get(node);
          if (role === undefined) return code;
          return {
            type: 'element',
            tagName: `lesson-${role.role}`,
            properties: { dataBlock: role.block },
            children: [code],
          };
        },
        // `at 8:30` is no directive to anybody but the parser: it stays what was written.
        textDirective: (_state, node) => ({ type: 'text', value: sourceOf(source, node) }),
      },
    })
    .use(rehypeSanitize, allowed)
    .use(rehypeSlug)
    .runSync(root);
}
