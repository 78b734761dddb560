/** The few shapes that the picture takes, chosen by the width that it has. */
import { sizes } from './measure.ts';

export type Frame = {
  readonly columns: number; // of containers in each machine that has room for them
  readonly columnWidth: number;
  /** Where the rest of the world stands. */
  readonly outside: 'right' | 'between' | 'below';
  readonly outsideWidth: number; // of one machine there
  readonly outsideGap: number; // beside it, for cables
};

/** Below this scale the smallest text would be under 11 px. */
export const readableScale = 0.957;

/** Below this one under 10 px: small, but better than a line out of sight. */
export const smallestScale = 0.87;

/** Below this one it is no overview either: names have 6 px. */
export const overviewScale = 0.55;

/** Narrower than this is a phone, which is held near and shown more by a part than by all. */
export const narrowWidth = 560;

const below = { outside: 'below', outsideWidth: 172, outsideGap: 0 } as const;
const between = { outside: 'between', outsideWidth: 148, outsideGap: 36 } as const;

/** `peers` is the number of machines that stand side by side, each with containers of its own. */
export function frameFor(width: number, peers: number): Frame {
  if (peers === 2) return frameOfTwo(width);
  const room = roomAt(readableScale, width);
  if (peers > 1) {
    const each = (room - (peers - 1) * sizes.betweenPeers) / peers;
    return { ...below, ...framed(each, 1) };
  }
  if (width < narrowWidth) return { ...below, ...framed(room, 2) };
  const columns = width >= 800 ? 3 : 2;
  const outsideWidth = width >= 800 ? 156 : 146;
  const outsideGap = sizes.betweenMachines;
  const inside = room - outsideGap - outsideWidth;
  return { ...framed(inside, columns), outside: 'right', outsideWidth, outsideGap };
}

const gatewayColumn = 169; // a container has room for `default via 10.0.0.1`
const prefixColumn = 152; // and here for `10.244.100.0/24`

/**
 * Two containers side by side on each of two machines, as long as they can be read: in a row above,
 * their cables would have to go round the ones below.
 */
function frameOfTwo(width: number): Frame {
  const middle = between.outsideWidth + 2 * between.outsideGap;
  const wanted = 2 * machineOf(2, gatewayColumn) + middle;
  const scale = Math.min(readableScale, width / (wanted + 2 * sizes.margin));
  if (scale >= smallestScale) {
    return { ...between, ...framed((roomAt(scale, width) - middle) / 2, 2) };
  }
  const pair = (roomAt(smallestScale, width) - sizes.betweenPeers) / 2;
  if (pair >= machineOf(2, prefixColumn)) return { ...below, ...framed(pair, 2, prefixColumn) };
  return { ...below, ...framed((roomAt(readableScale, width) - sizes.betweenPeers) / 2, 1) };
}

function roomAt(scale: number, width: number): number {
  return width / scale - 2 * sizes.margin;
}

/** Columns as wide as the machine allows, within what still reads well. */
function framed(machineWidth: number, columns: number, narrowest = 160) {
  const inside = machineWidth - machineOf(columns, 0);
  const columnWidth = Math.min(236, Math.max(narrowest, Math.floor(inside / columns)));
  return { columns, columnWidth };
}

/** Width of a machine with so many columns. The last one has its gutter too: cables run there. */
export function machineOf(columns: number, columnWidth: number): number {
  return columns * columnWidth + sizes.machinePad;
}
