/** Makes what a lesson leaves to chance an element of its own: its value is known in the browser only. */
import type { ElementContent, Root } from 'hast';
import { placeholder } from '../../server/protocol/drawn-values.ts';

/** Preformatted code stays as it is: it is drawn whole. */
export function markDrawn(root: Root): Root {
  return {
    ...root,
    children: root.children.map((child) => (child.type === 'doctype' ? child : marked(child))),
  };
}

export function isDrawn(text: string): boolean {
  return text.search(placeholder) >= 0;
}

function marked(node: ElementContent): ElementContent {
  if (node.type === 'text' && isDrawn(node.value)) {
    const properties = { dataText: node.value };
    return { type: 'element', tagName: 'lesson-drawn', properties, children: [] };
  }
  if (node.type !== 'element' || node.tagName === 'pre') return node;
  return { ...node, children: node.children.map(marked) };
}
