/** Plays a recording in its own time, from block to block. Knows neither page nor terminal. */
import { blockAt, type Film } from './playback.ts';

export type Playback = {
  readonly positionMs: number;
  readonly lengthMs: number;
  readonly isPlaying: boolean;
  readonly block: number; // that runs or has run last; -1 before the first
  readonly blockIds: readonly string[];
};

export type Player = ReturnType<typeof createPlayer>;

export function createPlayer(
  film: Pick<Film, 'lengthMs' | 'blocks' | 'momentsMs'>,
  told: {
    /** Everything up to this moment is to be seen now; it may lie before the last one. */
    readonly onMoment: (atMs: number) => void;
    readonly onState: (playback: Playback) => void;
  },
) {
  const { lengthMs, blocks, momentsMs } = film;
  const blockIds = blocks.map(({ id }) => id);
  let positionMs = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const state = (): Playback => ({
    ...{ positionMs, lengthMs, blockIds },
    isPlaying: timer !== null,
    block: blockAt(film, positionMs),
  });

  function moveTo(atMs: number) {
    positionMs = Math.min(Math.max(atMs, 0), lengthMs);
    told.onMoment(positionMs);
  }

  function pause() {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    told.onState(state());
  }

  /** On to the next moment, and from there again, until `untilMs`. */
  function goOn(untilMs: number) {
    const nextMs = Math.min(momentsMs.find((atMs) => atMs > positionMs) ?? untilMs, untilMs);
    timer = setTimeout(() => {
      moveTo(nextMs);
      if (positionMs >= untilMs) pause();
      else goOn(untilMs);
    }, nextMs - positionMs);
    told.onState(state());
  }

  function play(untilMs = lengthMs) {
    pause();
    if (positionMs >= lengthMs) moveTo(0);
    goOn(untilMs);
  }

  function seek(atMs: number) {
    pause();
    moveTo(atMs);
    told.onState(state());
  }

  /** As it was typed, or at once for who does not want things to move. */
  function showBlock(index: number, isAtOnce = prefersStillness()) {
    const block = blocks[index];
    if (block === undefined) return;
    if (isAtOnce) return seek(block.toMs);
    seek(block.fromMs - 1);
    play(block.toMs);
  }

  return {
    state,
    play: () => play(),
    pause,
    seek,
    showBlock: (id: string) => showBlock(blockIds.indexOf(id)),
    next: () => showBlock(blockAt(film, positionMs) + 1),
    /** To before the block that runs or ran last. */
    back: () => seek((blocks[blockAt(film, positionMs)]?.fromMs ?? 0) - 1),
  };
}

function prefersStillness(): boolean {
  return typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches;
}
