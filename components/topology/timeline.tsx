'use client';
/** What each command changed: a strip to scrub through, and the cards themselves. */
import { ChevronLeft, ChevronRight, History, SquareTerminal, Undo2, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { Cause, Change } from '../../server/protocol/topology.ts';
import { cardsOf } from './timeline/cards.ts';
import { backTo, type UndoAim, undoOfLastCommand } from './timeline/undo-aims.ts';

export type TimelineProps = {
  readonly changes: readonly Change[];
  /** The version that is shown; null: the present. */
  readonly position: number | null;
  /** Whether the present is the kernel's, and not what was last heard of it. */
  readonly isLive: boolean;
  readonly onScrub: (version: number | null) => void;
  readonly isListOpen: boolean;
  readonly onToggleList: () => void;
  /** Null where nothing can be undone, e.g. in a picture without a lab. */
  readonly onUndo: ((aim: UndoAim) => void) | null;
};

/** One line: back and forth, the track, and the card of the version that is shown. */
export function Timeline({
  changes,
  position,
  isLive,
  onScrub,
  isListOpen,
  onToggleList,
  onUndo,
}: TimelineProps) {
  const cards = cardsOf(changes);
  const shown = shownCard(cards, position);
  const last = cards.length - 1;
  const earliest = changes[0]?.version;
  // Index -1 is how the network was before the first change.
  const go = (index: number) => {
    if (index >= last) onScrub(null);
    else onScrub(index < 0 ? (earliest ?? 1) - 1 : (cards[index]?.version ?? null));
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (step !== undefined) go(Math.max(-1, shown + step));
    else if (event.key === 'Home') go(-1);
    else if (event.key === 'End') go(last);
    else return;
    event.preventDefault();
  };
  const card = cards[shown];
  const aim = position === null ? undoOfLastCommand(changes) : backTo(changes, position);
  return (
    <div className="tp-timeline" data-past={position !== null}>
      <button
        type="button"
        className="tp-icon"
        aria-label="One change back"
        disabled={shown < 0}
        onClick={() => go(shown - 1)}
      >
        <ChevronLeft aria-hidden="true" />
      </button>
      <button
        type="button"
        className="tp-icon"
        aria-label="One change on"
        disabled={shown >= last}
        onClick={() => go(shown + 1)}
      >
        <ChevronRight aria-hidden="true" />
      </button>
      <div className="tp-track">
        <input
          type="range"
          aria-label="Version of the network"
          aria-valuetext={card === undefined ? 'before the first change' : card.summary.join('; ')}
          min={-1}
          max={Math.max(0, last)}
          value={shown}
          disabled={cards.length === 0}
          onChange={({ target }) => go(Number(target.value))}
          onKeyDown={press}
        />
      </div>
      <button
        type="button"
        className="tp-live"
        data-live={isLive}
        disabled={position === null}
        onClick={() => onScrub(null)}
      >
        {position === null ? (isLive ? 'live' : 'not live') : 'back to live'}
      </button>
      <p className="tp-now">
        {card === undefined ? (
          <span className="tp-none">
            {cards.length === 0 ? 'nothing has changed yet' : 'before the first change'}
          </span>
        ) : (
          <>
            {card.cause && <code>{card.cause.text.replaceAll('\n', '; ')}</code>}{' '}
            <span>{card.summary.join('; ')}</span>
          </>
        )}
      </p>
      {onUndo !== null && aim !== null && (
        <button
          type="button"
          className="tp-undo-button"
          aria-haspopup="dialog"
          onClick={() => onUndo(aim)}
        >
          {aim.kind === 'undo' ? 'undo' : 'back to here'}
        </button>
      )}
      <button
        type="button"
        className="tp-icon"
        aria-label={`All changes (${cards.length})`}
        title="All changes"
        aria-expanded={isListOpen}
        aria-pressed={isListOpen}
        onClick={onToggleList}
      >
        <History aria-hidden="true" />
      </button>
    </div>
  );
}

export type ChangeCardsProps = {
  readonly changes: readonly Change[];
  readonly position: number | null;
  readonly onScrub: (version: number | null) => void;
  /** Goes to the command in its terminal. */
  readonly onSelectCause: (cause: Cause) => void;
  /** A card is looked at: its objects glow. */
  readonly onLookAt: (change: Change) => void;
  readonly onUndo: ((aim: UndoAim) => void) | null;
  readonly onClose: () => void;
};

/** The newest first, as a shell's history is read from its end. */
export function ChangeCards({
  changes,
  position,
  onScrub,
  onSelectCause,
  onLookAt,
  onUndo,
  onClose,
}: ChangeCardsProps) {
  const cards = cardsOf(changes);
  const aimOf = (card: Change) =>
    card === cards.at(-1) ? undoOfLastCommand(changes) : backTo(changes, card.version);
  const current = cards[shownCard(cards, position)];
  return (
    <section className="tp-facts tp-cards" aria-label="Changes">
      <header>
        <div>
          <p>timeline</p>
          <h3 className="tp-own-words">What each command changed</h3>
        </div>
        <button type="button" className="tp-icon" aria-label="Close the changes" onClick={onClose}>
          <X aria-hidden="true" />
        </button>
      </header>
      {cards.length === 0 && <p className="tp-none">Nothing has changed yet.</p>}
      <ol>
        {cards.toReversed().map((card) => (
          <li
            key={card.version}
            className="tp-card"
            aria-current={card === current ? 'step' : undefined}
          >
            <button
              type="button"
              className="tp-card-body"
              onClick={() => {
                onScrub(card === cards.at(-1) ? null : card.version);
                onLookAt(card);
              }}
            >
              {card.cause && <code>{card.cause.text}</code>}
              {card.summary.map((sentence) => (
                <span key={sentence}>{sentence}</span>
              ))}
              <time dateTime={new Date(card.atMs).toISOString()}>{clock.format(card.atMs)}</time>
            </button>
            <div className="tp-card-tools">
              <CauseLink cause={card.cause} onSelectCause={onSelectCause} />
              {onUndo !== null && <UndoLink aim={aimOf(card)} onUndo={onUndo} />}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function CauseLink({
  cause,
  onSelectCause,
}: {
  readonly cause: Cause | null;
  readonly onSelectCause: (cause: Cause) => void;
}) {
  if (cause === null || cause.terminalId === null) return null;
  return (
    <button
      type="button"
      className="tp-icon"
      title="Show the command in its terminal"
      aria-label={`Show in its terminal: ${cause.text}`}
      onClick={() => onSelectCause(cause)}
    >
      <SquareTerminal aria-hidden="true" />
    </button>
  );
}

function UndoLink({
  aim,
  onUndo,
}: {
  readonly aim: UndoAim | null;
  readonly onUndo: (aim: UndoAim) => void;
}) {
  if (aim === null) return null;
  const name = aim.kind === 'undo' ? 'Undo' : 'Back to here';
  return (
    <button
      type="button"
      className="tp-icon"
      title={name}
      aria-label={`${name}: ${aim.subject ?? 'the beginning'}`}
      aria-haspopup="dialog"
      onClick={() => onUndo(aim)}
    >
      {aim.kind === 'undo' ? <Undo2 aria-hidden="true" /> : <History aria-hidden="true" />}
    </button>
  );
}

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** The last card that had happened at that version; -1: none yet. */
function shownCard(cards: readonly Change[], position: number | null): number {
  if (position === null) return cards.length - 1;
  return cards.findLastIndex(({ version }) => version <= position);
}
