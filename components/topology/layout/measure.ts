/**
 * Sizes of the drawing in its own units (CSS pixels at zoom 1), and the width of text. What the
 * kernel says is set in a monospaced face whose letters are all 0.6 em wide, so that the layout
 * can measure it without a browser.
 */

export const sizes = {
  margin: 8, // around the whole picture
  betweenMachines: 52, // room for cables to the right of the first machines
  betweenPeers: 20,
  kernelText: 11.5, // names, addresses, routes: the smallest text there is
  titleText: 12.5,
  line: 15.5, // from one line of kernel text to the next
  machinePad: 12,
  machineTitle: 28,
  gutter: 16, // between two columns
  portInset: 18, // from a column's left edge to its first port
  port: 10, // side of a connector
  labelGap: 11, // from a connector's centre to its label
  band: 37, // along an edge with ports: room for a name and an address
  lane: 22, // height of a bridge's bar
  lanePitch: 30,
  spaceTitle: 25,
  gap: 60, // between the root namespace and the first row of containers: room for cables
  containerMax: 158,
  rowGap: 36, // between two rows of containers
  tag: 17,
  outward: 108, // from the root's top edge down to the first port that leads out
  outwardBeneath: 176, // the same where that stands beneath the first routes
} as const;

/** Width of monospaced text. */
export function textWidth(text: string, fontSize: number = sizes.kernelText): number {
  return text.length * fontSize * 0.6;
}

/** The text, or as much of its beginning as fits; empty when not even three letters do. */
export function fitText(text: string, width: number, fontSize: number = sizes.kernelText): string {
  const room = Math.floor(width / (fontSize * 0.6) + 0.01);
  if (text.length <= room) return text;
  return room < 4 ? '' : `${text.slice(0, room - 1)}…`;
}
