'use client';
/** Picture, outline, facts and timeline as one pane. It knows no socket: data in, wishes out. */
import { type ReactNode, useMemo, useState } from 'react';
import type { Ghost } from '../../server/protocol/challenge.ts';
import type { TerminalPlace } from '../../server/protocol/lab.ts';
import type { Cause, Change, Sight, Topology } from '../../server/protocol/topology.ts';
import { whatBecame } from './facts/what-became.ts';
import { Facts } from './facts.tsx';
import type { Drawing, Point } from './layout/shapes.ts';
import { touchedBy } from './timeline/cards.ts';
import { topologyAt } from './timeline/topology-at.ts';
import type { UndoAim } from './timeline/undo-aims.ts';
import { UndoDialog, type UndoWishes } from './timeline/undo-dialog.tsx';
import { useHistory } from './timeline/use-history.ts';
import { ChangeCards, Timeline } from './timeline.tsx';
import { ChangeAnnouncer, TopologyOutline } from './topology-outline.tsx';
import { TopologyPicture } from './topology-picture.tsx';

export type TopologyPaneProps = {
  readonly topology: Topology;
  /** The timeline so far, oldest first, without gaps, leading up to `topology`. */
  readonly changes: readonly Change[];
  readonly sight: Sight;
  /** False: what happens now is not heard. */
  readonly isConnected?: boolean;
  readonly ghosts: readonly Ghost[];
  readonly onOpenTerminal: (place: TerminalPlace) => void;
  /** Goes to the command in its terminal's scrollback. */
  readonly onSelectCause: (cause: Cause) => void;
  /** A command chosen in a terminal: its changes are shown and glow. */
  readonly chosenCause?: Pick<Cause, 'terminalId' | 'commandId'> | null;
  /** What the facts tell of. */
  readonly selection: Selection | null;
  readonly onSelect: (selection: Selection | null) => void;
  /** Keys that shall glow, since something beside the picture speaks of them. A new Set glows anew. */
  readonly pointedAt?: ReadonlySet<string>;
  /** Lies in the drawing, above all of its objects. */
  readonly overlay?: (drawing: Drawing) => ReactNode;
  /** Something moves through all of the picture: all of it shall be seen. */
  readonly isWatched?: boolean;
  /** What shall be in sight where all of it would be too small. */
  readonly focusIn?: ((drawing: Drawing) => Point | null) | null;
  /** Without it nothing can be undone. */
  readonly undo?: UndoWishes;
  /** What stands beneath the picture, around the timeline. */
  readonly beneath?: (parts: {
    readonly timeline: ReactNode;
    readonly shown: Topology;
  }) => ReactNode;
};

/** `rule`: the index of the one that is meant, where the object is a chain. */
export type Selection = { readonly key: string; readonly rule: number | null };

export function TopologyPane({
  topology,
  changes,
  sight,
  isConnected = true,
  ghosts,
  onOpenTerminal,
  onSelectCause,
  chosenCause = null,
  selection,
  onSelect,
  pointedAt = nothing,
  overlay,
  isWatched = false,
  focusIn = null,
  undo,
  beneath = ({ timeline }) => timeline,
}: TopologyPaneProps) {
  const [form, setForm] = useState<'picture' | 'outline'>('picture');
  const [showGhosts, setShowGhosts] = useState(true);
  const [scrubbed, setPosition] = useState<number | null>(null);
  // A reset begins a timeline of its own: what was scrubbed to is then in no past.
  const position = scrubbed !== null && scrubbed < topology.version ? scrubbed : null;
  const [isListOpen, setListOpen] = useState(false);
  const [aim, setAim] = useState<UndoAim | null>(null);
  const onUndo = undo === undefined ? null : setAim;
  const history = useHistory(topology, changes);
  const { glowing, glow } = useGlow(changes, chosenCause, pointedAt);

  const shown = useMemo(
    () => (position === null ? topology : topologyAt(topology, changes, position)),
    [topology, changes, position],
  );
  const memory = history.memories.get(shown.version);
  const fate = useMemo(
    () => (selection === null ? null : whatBecame(selection.key, shown, changes)),
    [selection, shown, changes],
  );
  const selected = fate?.kind === 'there' ? fate.object.key : null;
  const select = (key: string | null) => {
    if (key !== null) setListOpen(false);
    onSelect(key === null ? null : { key, rule: null });
  };
  const toggleList = () => {
    setListOpen(!isListOpen);
    if (!isListOpen) onSelect(null);
  };
  const scrub = (version: number | null) => {
    setPosition(version);
    const arrived = changes.find((change) => change.version === version);
    if (arrived !== undefined) glow([arrived]);
  };

  return (
    <div className="tp-pane">
      <ChangeAnnouncer changes={changes} />
      <TopologyPicture
        topology={shown}
        sight={position === null ? sight : clear}
        ghosts={position === null ? ghosts : none}
        showGhosts={showGhosts}
        glowing={glowing}
        selection={selected}
        onSelect={select}
        onOpenTerminal={onOpenTerminal}
        {...(memory !== undefined && { memory })}
        {...(overlay !== undefined && { overlay })}
        isWatched={isWatched}
        focusIn={focusIn}
        isHidden={form === 'outline'}
        head={
          <>
            <div className="tp-forms">
              {(['picture', 'outline'] as const).map((name) => (
                <button
                  key={name}
                  type="button"
                  aria-pressed={form === name}
                  onClick={() => setForm(name)}
                >
                  {name}
                </button>
              ))}
            </div>
            {ghosts.length > 0 && (
              <label className="tp-ghost-switch">
                <input
                  type="checkbox"
                  checked={showGhosts}
                  onChange={({ target }) => setShowGhosts(target.checked)}
                />
                <span>missing</span>
              </label>
            )}
          </>
        }
      >
        {position !== null && (
          <p className="tp-past" role="status">
            <span>You are looking at the past</span>
          </p>
        )}
        {form === 'outline' && (
          <TopologyOutline topology={shown} selection={selected} onSelect={select} />
        )}
        {isListOpen && selection === null && (
          <ChangeCards
            changes={changes}
            position={position}
            onScrub={scrub}
            onSelectCause={onSelectCause}
            onLookAt={(change) => glow([change])}
            onUndo={onUndo}
            onClose={toggleList}
          />
        )}
        {selection !== null && fate !== null && (
          <Facts
            topology={shown}
            fate={fate}
            rule={selection.rule}
            onSelect={select}
            onOpenTerminal={onOpenTerminal}
          />
        )}
      </TopologyPicture>
      {beneath({
        shown,
        timeline: (
          <Timeline
            changes={changes}
            position={position}
            isLive={isConnected && sight.kind === 'clear'}
            onScrub={scrub}
            isListOpen={isListOpen && selection === null}
            onToggleList={toggleList}
            onUndo={onUndo}
          />
        ),
      })}
      {undo !== undefined && aim !== null && (
        <UndoDialog
          aim={aim}
          wishes={undo}
          onDone={() => setPosition(null)}
          onClose={() => setAim(null)}
        />
      )}
    </div>
  );
}

const none: readonly Ghost[] = [];
const nothing: ReadonlySet<string> = new Set();
const clear: Sight = { kind: 'clear' };

/** What glows: the changes since the last drawing, or what the person has asked for. */
function useGlow(
  changes: readonly Change[],
  chosenCause: TopologyPaneProps['chosenCause'],
  pointedAt: ReadonlySet<string>,
) {
  const [glowing, setGlowing] = useState<ReadonlySet<string>>(new Set());
  const [seen, setSeen] = useState({
    version: changes.at(-1)?.version ?? 0,
    cause: chosenCause,
    pointedAt,
  });
  const glow = (some: readonly Change[]) => setGlowing(touchedBy(some));
  const version = changes.at(-1)?.version ?? 0;
  if (version !== seen.version || chosenCause !== seen.cause || pointedAt !== seen.pointedAt) {
    setSeen({ version, cause: chosenCause, pointedAt });
    const isChosen = ({ cause }: Change) =>
      cause?.terminalId === chosenCause?.terminalId && cause?.commandId === chosenCause?.commandId;
    if (pointedAt !== seen.pointedAt) setGlowing(pointedAt);
    else if (chosenCause && chosenCause !== seen.cause) glow(changes.filter(isChosen));
    else glow(changes.filter((change) => change.version > seen.version));
  }
  return { glowing, glow };
}
