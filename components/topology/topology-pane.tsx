'use client';
/** Picture, outline, facts and timeline as one pane. It knows no socket: data in, wishes out. */
import { useMemo, useState } from 'react';
import type { Ghost } from '../../server/protocol/challenge.ts';
import type { TerminalPlace } from '../../server/protocol/lab.ts';
import type { Cause, Change, Sight, Topology } from '../../server/protocol/topology.ts';
import { Facts } from './facts.tsx';
import { touchedBy } from './timeline/cards.ts';
import { topologyAt } from './timeline/topology-at.ts';
import { useHistory } from './timeline/use-history.ts';
import { ChangeCards, Timeline } from './timeline.tsx';
import { ChangeAnnouncer, TopologyOutline } from './topology-outline.tsx';
import { TopologyPicture } from './topology-picture.tsx';

export type TopologyPaneProps = {
  readonly topology: Topology;
  /** The timeline so far, oldest first, without gaps, leading up to `topology`. */
  readonly changes: readonly Change[];
  readonly sight: Sight;
  readonly ghosts: readonly Ghost[];
  readonly onOpenTerminal: (place: TerminalPlace) => void;
  /** Goes to the command in its terminal's scrollback. */
  readonly onSelectCause: (cause: Cause) => void;
  /** A command chosen in a terminal: its changes are shown and glow. */
  readonly chosenCause?: Pick<Cause, 'terminalId' | 'commandId'> | null;
};

type Panel = 'changes' | { readonly facts: string } | null;

export function TopologyPane({
  topology,
  changes,
  sight,
  ghosts,
  onOpenTerminal,
  onSelectCause,
  chosenCause = null,
}: TopologyPaneProps) {
  const [form, setForm] = useState<'picture' | 'outline'>('picture');
  const [showGhosts, setShowGhosts] = useState(true);
  const [scrubbed, setPosition] = useState<number | null>(null);
  // A reset begins a timeline of its own: what was scrubbed to is then in no past.
  const position = scrubbed !== null && scrubbed < topology.version ? scrubbed : null;
  const [panel, setPanel] = useState<Panel>(null);
  const history = useHistory(topology, changes);
  const { glowing, glow } = useGlow(changes, chosenCause);

  const shown = useMemo(
    () => (position === null ? topology : topologyAt(topology, changes, position)),
    [topology, changes, position],
  );
  const memory = history.memories.get(shown.version);
  const selection = panel !== null && panel !== 'changes' ? panel.facts : null;
  const select = (key: string | null) => {
    if (key !== null) setPanel({ facts: key });
    else if (panel !== 'changes') setPanel(null);
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
        selection={selection}
        onSelect={select}
        onOpenTerminal={onOpenTerminal}
        {...(memory !== undefined && { memory })}
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
          <TopologyOutline topology={shown} selection={selection} onSelect={select} />
        )}
        {panel === 'changes' && (
          <ChangeCards
            changes={changes}
            position={position}
            onScrub={scrub}
            onSelectCause={onSelectCause}
            onLookAt={(change) => glow([change])}
            onClose={() => setPanel(null)}
          />
        )}
        {selection !== null && (
          <Facts
            topology={shown}
            selection={selection}
            onSelect={select}
            onOpenTerminal={onOpenTerminal}
          />
        )}
      </TopologyPicture>
      <Timeline
        changes={changes}
        position={position}
        onScrub={scrub}
        isListOpen={panel === 'changes'}
        onToggleList={() => setPanel(panel === 'changes' ? null : 'changes')}
      />
    </div>
  );
}

const none: readonly Ghost[] = [];
const clear: Sight = { kind: 'clear' };

/** What glows: the changes since the last drawing, or those that the person has asked for. */
function useGlow(changes: readonly Change[], chosenCause: TopologyPaneProps['chosenCause']) {
  const [glowing, setGlowing] = useState<ReadonlySet<string>>(new Set());
  const [seen, setSeen] = useState({ version: changes.at(-1)?.version ?? 0, cause: chosenCause });
  const glow = (some: readonly Change[]) => setGlowing(touchedBy(some));
  const version = changes.at(-1)?.version ?? 0;
  if (version !== seen.version || chosenCause !== seen.cause) {
    setSeen({ version, cause: chosenCause });
    const isChosen = ({ cause }: Change) =>
      cause?.terminalId === chosenCause?.terminalId && cause?.commandId === chosenCause?.commandId;
    if (chosenCause && chosenCause !== seen.cause) glow(changes.filter(isChosen));
    else glow(changes.filter((change) => change.version > seen.version));
  }
  return { glowing, glow };
}
