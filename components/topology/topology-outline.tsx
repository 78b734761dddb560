'use client';
/** The same topology as a tree of words, for the keyboard and for screen readers. */
import { ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { Change, Topology } from '../../server/protocol/topology.ts';
import { moveInOutline, type OutlineRow, outlineOf, rowsOf } from './outline/outline-of.ts';

const typeAheadMs = 600;

export type TopologyOutlineProps = {
  readonly topology: Topology;
  readonly selection: string | null;
  readonly onSelect: (key: string | null) => void;
};

export function TopologyOutline({ topology, selection, onSelect }: TopologyOutlineProps) {
  const nodes = useMemo(() => outlineOf(topology), [topology]);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => rowsOf(nodes, toggled), [nodes, toggled]);
  const [active, setActive] = useState<string | null>(null);
  const current = rows.find(({ node }) => node.key === active) ?? rows[0];
  const tree = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: '', atMs: 0 });

  const toggle = (key: string) => {
    const next = new Set(toggled);
    if (!next.delete(key)) next.add(key);
    setToggled(next);
  };
  const focus = (key: string) => {
    setActive(key);
    tree.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`)?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (current === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const isLetter = event.key.length === 1 && event.key !== ' ';
    if (isLetter) {
      const isGoingOn = event.timeStamp - typed.current.atMs < typeAheadMs;
      const text = isGoingOn ? typed.current.text + event.key : event.key;
      typed.current = { text, atMs: event.timeStamp };
    }
    const move = moveInOutline(
      rows,
      current.node.key,
      event.key,
      isLetter ? typed.current.text : '',
    );
    if (move === null) return;
    event.preventDefault();
    if (move.kind === 'focus') focus(move.key);
    else if (move.kind === 'toggle') toggle(move.key);
    else onSelect(move.key);
  };

  return (
    <div
      className="tp-outline"
      role="tree"
      aria-label="The network"
      ref={tree}
      onKeyDown={press}
      // A screen reader moves the focus by itself: keys are then meant for that line.
      onFocus={({ target }) => {
        const key = target instanceof HTMLElement ? target.dataset.row : undefined;
        if (key !== undefined) setActive(key);
      }}
      tabIndex={-1}
    >
      {rows.map((row) => (
        <Row
          key={row.node.key}
          row={row}
          isCurrent={row === current}
          isSelected={row.node.object !== null && row.node.object === selection}
          onPress={() => {
            setActive(row.node.key);
            if (row.node.object === null) toggle(row.node.key);
            else onSelect(row.node.object);
          }}
          onToggle={() => toggle(row.node.key)}
        />
      ))}
    </div>
  );
}

function Row({
  row: { node, level, position, siblings, isOpen },
  isCurrent,
  isSelected,
  onPress,
  onToggle,
}: {
  readonly row: OutlineRow;
  readonly isCurrent: boolean;
  readonly isSelected: boolean;
  readonly onPress: () => void;
  readonly onToggle: () => void;
}) {
  const hasChildren = node.children.length > 0;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys of all its lines
    <div
      role="treeitem"
      data-row={node.key}
      aria-level={level}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-expanded={hasChildren ? isOpen : undefined}
      aria-selected={isSelected}
      tabIndex={isCurrent ? 0 : -1}
      style={{ paddingInlineStart: `${level * 16 - 8}px` }}
      onClick={onPress}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: left and right do the same on the line */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: left and right do the same on the line */}
      <span
        className="tp-twist"
        onClick={(event) => {
          event.stopPropagation();
          onToggle();
        }}
      >
        {hasChildren && <ChevronRight data-open={isOpen} aria-hidden="true" />}
      </span>
      <span className="tp-outline-label">{node.label}</span>{' '}
      <span className="tp-outline-detail">{node.detail}</span>
    </div>
  );
}

/** Says each change once, when the reader has finished what it is saying. */
export function ChangeAnnouncer({ changes }: { readonly changes: readonly Change[] }) {
  const [words, setWords] = useState('');
  const told = useRef(changes.at(-1)?.version ?? 0);
  useEffect(() => {
    const fresh = changes.filter(({ version }) => version > told.current);
    told.current = changes.at(-1)?.version ?? told.current;
    const sentences = fresh.flatMap(({ summary }) => summary);
    if (sentences.length > 0) setWords(`${sentences.join('. ')}.`);
  }, [changes]);
  return (
    <p className="tp-only-heard" aria-live="polite">
      {words}
    </p>
  );
}
