/** The topology as a tree of words, and how the keyboard moves in it. Pure. */
import type { Topology } from '../../../server/protocol/topology.ts';
import { type Survey, surveyOf } from '../survey.ts';
import { describe, titleOf } from '../wording.ts';

export type OutlineNode = {
  /** Key of the object, or `NAMESPACE/routes` and the like for a heading. */
  readonly key: string;
  readonly object: string | null; // key to select
  readonly label: string;
  readonly detail: string;
  readonly children: readonly OutlineNode[];
  /** Open until the person closes it. */
  readonly isOpenAtFirst: boolean;
};

export function outlineOf(topology: Topology): OutlineNode[] {
  const survey = surveyOf(topology);
  return survey.machines
    .toSorted((a, b) => Number(a.role === 'scenery') - Number(b.role === 'scenery'))
    .map((machine) => ({
      ...leaf(machine.key, survey),
      isOpenAtFirst: machine.role === 'learner',
      children: survey.namespacesOf(machine.name).map(({ key }) => namespaceNode(key, survey)),
    }));
}

function namespaceNode(key: string, survey: Survey): OutlineNode {
  const { interfaces, routes, neighbours, fdb, chains, sysctls, listeners } =
    survey.contentsOf(key);
  const heading = (word: string, objects: readonly { readonly key: string }[]): OutlineNode[] =>
    objects.length === 0
      ? []
      : [
          {
            key: `${key}/${word}`,
            object: null,
            label: word,
            detail: String(objects.length),
            isOpenAtFirst: false,
            children: objects.map((object) => leaf(object.key, survey)),
          },
        ];
  return {
    ...leaf(key, survey),
    isOpenAtFirst: true,
    children: [
      ...interfaces.map((link) => leaf(link.key, survey)),
      ...heading('routes', routes),
      ...heading('neighbours', neighbours),
      ...heading('forwarding database', fdb),
      ...heading('rules', chains),
      ...heading('settings', sysctls),
      ...heading('listening sockets', listeners),
    ],
  };
}

function leaf(key: string, survey: Survey): OutlineNode {
  const object = survey.byKey.get(key);
  return {
    key,
    object: key,
    label: object === undefined ? key : titleOf(object),
    detail: object === undefined ? '' : describe(object, survey),
    children: [],
    isOpenAtFirst: false,
  };
}

/** A line of the tree as it is shown now. */
export type OutlineRow = {
  readonly node: OutlineNode;
  readonly level: number; // from 1
  readonly parent: string | null;
  readonly position: number; // among its siblings, from 1
  readonly siblings: number;
  readonly isOpen: boolean;
};

/** `toggled` are the nodes whose state differs from how they are at first. */
export function rowsOf(nodes: readonly OutlineNode[], toggled: ReadonlySet<string>): OutlineRow[] {
  const walk = (
    children: readonly OutlineNode[],
    level: number,
    parent: string | null,
  ): OutlineRow[] =>
    children.flatMap((node, index) => {
      const isOpen = node.children.length > 0 && node.isOpenAtFirst !== toggled.has(node.key);
      const row = { node, level, parent, position: index + 1, siblings: children.length, isOpen };
      return isOpen ? [row, ...walk(node.children, level + 1, node.key)] : [row];
    });
  return walk(nodes, 1, null);
}

export type OutlineMove =
  | { readonly kind: 'focus'; readonly key: string }
  | { readonly kind: 'toggle'; readonly key: string }
  | { readonly kind: 'select'; readonly key: string | null }
  | null;

/** What a key does, as the ARIA practices say for trees. Letters look for a line that begins so. */
export function moveInOutline(
  rows: readonly OutlineRow[],
  at: string,
  pressed: string,
  typed: string,
): OutlineMove {
  const index = rows.findIndex(({ node }) => node.key === at);
  const row = rows[index];
  if (row === undefined) return null;
  const focus = (target: OutlineRow | undefined): OutlineMove =>
    target === undefined ? null : { kind: 'focus', key: target.node.key };
  switch (pressed) {
    case 'ArrowDown':
      return focus(rows[index + 1]);
    case 'ArrowUp':
      return focus(rows[index - 1]);
    case 'Home':
      return focus(rows[0]);
    case 'End':
      return focus(rows.at(-1));
    case 'ArrowRight':
      if (row.node.children.length === 0) return null;
      return row.isOpen ? focus(rows[index + 1]) : { kind: 'toggle', key: at };
    case 'ArrowLeft':
      if (row.isOpen) return { kind: 'toggle', key: at };
      return focus(rows.find(({ node }) => node.key === row.parent));
    case 'Enter':
    case ' ':
      return row.node.object === null
        ? { kind: 'toggle', key: at }
        : { kind: 'select', key: row.node.object };
    case 'Escape':
      return { kind: 'select', key: null };
    default: {
      if (typed === '') return null;
      // One letter goes on to the next match; more of a word may stay where they are.
      const start = typed.length === 1 ? index + 1 : index;
      const inOrder = [...rows.slice(start), ...rows.slice(0, start)];
      return focus(
        inOrder.find(({ node }) => node.label.toLowerCase().startsWith(typed.toLowerCase())),
      );
    }
  }
}
