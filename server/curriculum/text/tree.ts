/** Walking a Markdown tree, and from its nodes back to the source. */
import type { Nodes } from 'mdast';

/** The node itself and all below it, in the order of the text. */
export function* descendants(node: Nodes): Generator<Nodes> {
  yield node;
  if (!('children' in node)) return;
  for (const child of node.children) yield* descendants(child);
}

type Neighbours = {
  readonly node: Nodes;
  readonly previous: Nodes | undefined;
  readonly next: Nodes | undefined;
};

/** All below the node, in the order of the text, with what stands before and behind each. */
export function* withNeighbours(parent: Nodes): Generator<Neighbours> {
  if (!('children' in parent)) return;
  for (const [index, node] of parent.children.entries()) {
    yield { node, previous: parent.children[index - 1], next: parent.children[index + 1] };
    yield* withNeighbours(node);
  }
}

export function lineOf(node: Nodes): number {
  return node.position?.start.line ?? 1;
}

/** The text between the first node's beginning and the last one's end. */
export function sourceOf(source: string, first: Nodes, last: Nodes = first): string {
  return source.slice(first.position?.start.offset ?? 0, last.position?.end.offset ?? 0);
}
