/** Which terminals are in view, side by side: pure moves between one slot and two. */
import type { Terminal } from '../../server/protocol/lab.ts';

export type Slots = {
  readonly slots: readonly (string | null)[];
  readonly activeSlot: number;
};

/** Goes to the terminal where it is in view, else shows it in the active slot. */
export function inSlot({ slots, activeSlot }: Slots, terminalId: string): Slots {
  const shown = slots.indexOf(terminalId);
  if (shown !== -1) return { slots, activeSlot: shown };
  return { slots: slots.with(activeSlot, terminalId), activeSlot };
}

/** A second slot beside the first, empty until `withoutMissing` finds a terminal for it. */
export function split({ slots }: Slots): Slots {
  return { slots: [slots[0] ?? null, null], activeSlot: 1 };
}

export function unsplit({ slots, activeSlot }: Slots): Slots {
  return { slots: [slots[activeSlot] ?? slots[0] ?? null], activeSlot: 0 };
}

/** Slots whose terminal is gone, or that are empty, get one that is out of view. Null: nothing to do. */
export function withoutMissing(
  { slots, activeSlot }: Slots,
  terminals: readonly Terminal[],
): Slots | null {
  const present = new Set(terminals.map(({ terminalId }) => terminalId));
  const kept = slots.map((id) => (id !== null && present.has(id) ? id : null));
  const waiting = terminals.map(({ terminalId }) => terminalId).filter((id) => !kept.includes(id));
  const filled = kept.map((id) => id ?? waiting.shift() ?? null);
  return filled.every((id, index) => id === slots[index]) ? null : { slots: filled, activeSlot };
}
