/** The few shapes that the picture takes, chosen by the width that it has. */
import { sizes } from './measure.ts';

export type Frame = {
  readonly columns: number; // of containers in each machine that has room for them
  readonly columnWidth: number;
  /** Where the rest of the world stands. */
  readonly outside: 'right' | 'between' | 'below';
  readonly outsideWidth: number; // of one machine there
};

/** Below this scale the smallest text would be under 11 px. */
export const readableScale = 0.957;

/** Below this one under 10 px: small, but better than a line out of sight. */
export const smallestScale = 0.87;

/** Below this one it is no overview either: names have 6 px. */
export const overviewScale = 0.55;

/** Narrower than this is a phone, which is held near and shown more by a part than by all. */
export const narrowWidth = 560;

/** `peers` is the number of machines that stand side by side, each with containers of its own. */
export function frameFor(width: number, peers: number): Frame {
  const room = width / readableScale - 2 * sizes.margin;
  if (peers === 2 && width >= 760) {
    const outsideWidth = 148;
    const each = (room - outsideWidth) / 2 - sizes.betweenMachines;
    return { ...framed(each, 1, 330), outside: 'between', outsideWidth };
  }
  if (peers > 1) {
    const each = (room - (peers - 1) * sizes.betweenPeers) / peers;
    return { ...framed(each, 1), outside: 'below', outsideWidth: 172 };
  }
  if (width < narrowWidth) return { ...framed(room, 2), outside: 'below', outsideWidth: 172 };
  const columns = width >= 800 ? 3 : 2;
  const outsideWidth = width >= 800 ? 156 : 146;
  const inside = room - sizes.betweenMachines - outsideWidth;
  return { ...framed(inside, columns), outside: 'right', outsideWidth };
}

/** Columns as wide as the machine allows, within what still reads well. */
function framed(machineWidth: number, columns: number, widest = 236) {
  const inside = machineWidth - 2 * sizes.machinePad + sizes.gutter;
  const columnWidth = Math.min(widest, Math.max(160, Math.floor(inside / columns)));
  return { columns, columnWidth };
}
