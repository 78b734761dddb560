/** One thing that a goal wants, with everything that can be said about it. */
import type { Ghost } from '../protocol/challenge.ts';
import type { Slot } from './slots.ts';
import type { View } from './view.ts';

export type Fact = {
  /** In the author's names, unique in its goal. */
  readonly id: string;
  /** Must all be bound, to an object or to nothing, before the fact is asked. */
  readonly slots: readonly Slot[];
  holds(view: View): boolean;
  /** What is wanted: "`ceth0` in `netns0` is up". */
  text(view: View): string;
  /** What there is instead, one sentence. null: what it is about is not there, which is said before. */
  detail(view: View): string | null;
  /** What is to be drawn while the fact does not hold; null: another fact's ghost shows it. */
  ghost(view: View): Ghost | null;
  /** A first hint, which gives no name and no command away. */
  readonly nudge: string;
  /** The command that shows the matter. */
  look(view: View): string;
  /** The commands that make it hold, given that all facts before it do. */
  remedy(view: View): readonly string[];
};
