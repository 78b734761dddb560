/** Makes what a lesson leaves to chance an element of its own: its value is known in the browser only. */
import type { Element, ElementContent, Root } from 'hast';
import { placeholder } from '../../server/protocol/drawn-values.ts';

/** Preformatted code stays as it is: it is coloured first. */
export function markDrawn(root: Root): Root {
  return {
    ...root,
    children: root.children.map((child) => (child.type === 'doctype' ? child : marked(child))),
  };
}

export function isDrawn(text: string): boolean {
  return text.search(placeholder) >= 0;
}

/**
 * Colours code with drawn values in it: to a grammar, braces would mean something, so one letter that
 * nobody writes stands for each value meanwhile.
 */
export async function colourDrawn(
  code: string,
  colour: (code: string) => Promise<Root | null>,
): Promise<Root | null> {
  const values: string[] = [];
  const coloured = await colour(
    code.replaceAll(placeholder, (written) => {
      values.push(written);
      return String.fromCodePoint(privateUse + values.length - 1);
    }),
  );
  return (
    coloured && {
      ...coloured,
      children: coloured.children.flatMap((child) => putBack(child, values)),
    }
  );
}

/** The first letter of Unicode's private use area. */
const privateUse = 0xe000;

function putBack<Node extends Root['children'][number]>(
  node: Node,
  values: readonly string[],
): (Node | ElementContent)[] {
  if (node.type === 'element') {
    return [{ ...node, children: node.children.flatMap((child) => putBack(child, values)) }];
  }
  if (node.type !== 'text') return [node];
  return node.value
    .split(/([\ue000-\uf8ff])/)
    .filter((part) => part !== '')
    .map((part) => {
      const value = values[(part.codePointAt(0) ?? 0) - privateUse];
      return value === undefined ? { type: 'text', value: part } : drawn(value);
    });
}

function marked(node: ElementContent): ElementContent {
  if (node.type === 'text' && isDrawn(node.value)) {
    return drawn(node.value);
  }
  if (node.type !== 'element' || node.tagName === 'pre') return node;
  return { ...node, children: node.children.map(marked) };
}

function drawn(text: string): Element {
  return { type: 'element', tagName: 'lesson-drawn', properties: { dataText: text }, children: [] };
}
