/** What a hint says: sentences in which `code` stands between backticks, and a line for each command. */
import type { Nodes } from 'mdast';
import { sourceOf } from './tree.ts';

/**
 * A hint is shown in a line of its own, in which nothing can be followed: of links and emphasis the words
 * stay. Where its source is wrapped, it does not begin a new line.
 */
export function hintWords(nodes: readonly Nodes[], source: string): string {
  return nodes.map((node) => wordsOf(node, source)).join('\n');
}

function wordsOf(node: Nodes, source: string): string {
  switch (node.type) {
    case 'text':
      return node.value.replaceAll(/\s*\n\s*/g, ' ');
    case 'inlineCode':
      return inCode(node.value);
    case 'code':
      return node.value.split('\n').map(inCode).join('\n');
    case 'paragraph':
    case 'link':
    case 'emphasis':
    case 'strong':
      return node.children.map((child) => wordsOf(child, source)).join('');
    default:
      return sourceOf(source, node);
  }
}

const inCode = (text: string) => `\`${text}\``;
