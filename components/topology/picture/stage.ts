/** What every mark of one picture must know besides its own shape. */
import { createContext, useContext } from 'react';

export type Stage = {
  readonly selection: string | null;
  readonly glowing: ReadonlySet<string>;
  readonly glowRun: number; // counts the glows, so that one after another starts anew
  /** The picture has been drawn before: what is new now may draw itself. */
  readonly isArriving: boolean;
  /** After Enter on the picture its objects take the Tab key, one after another. */
  readonly isEntered: boolean;
  /** The name of an object that is drawn with these words. */
  readonly nameOf: (key: string, drawn: string) => string;
};

export const StageContext = createContext<Stage>({
  selection: null,
  glowing: new Set(),
  glowRun: 0,
  isArriving: false,
  isEntered: false,
  nameOf: (key) => key,
});

export function useStage(): Stage {
  return useContext(StageContext);
}

/** Of the object that an event happened on. */
export function keyOf(target: EventTarget | null): string | null {
  if (!(target instanceof Element)) return null;
  return target.closest('[data-key]')?.getAttribute('data-key') ?? null;
}

/**
 * The attributes of something that can be chosen. Without a key it is a ghost, and cannot. Its name
 * begins with the words that are drawn in it, so that it can be called by what is seen;
 * between two drawn texts stands a space, which draws nothing.
 */
export function choosable(
  stage: Stage,
  key: string | null,
  classes: string,
  drawn: readonly (string | undefined)[],
) {
  if (key === null) return { className: classes };
  const isSelected = stage.selection === key;
  return {
    className: isSelected ? `${classes} tp-selected` : classes,
    'data-key': key,
    role: 'button',
    tabIndex: stage.isEntered ? 0 : -1,
    'aria-label': stage.nameOf(key, drawn.filter((words) => words !== undefined).join(' ')),
    'aria-pressed': isSelected,
  };
}
