/**
 * Where the machines stand: those with room for containers side by side, with their root
 * namespaces' top edges on y = 0, and the rest of the world in a column to the right or between
 * them, or in rows below, nearest first.
 */
import { type Frame, machineOf } from './frame.ts';
import { sizes } from './measure.ts';
import type { Memory } from './memory.ts';
import { nearestFirst } from './neighbours.ts';
import { placeMachine, placeOther, rectOf } from './place-machine.ts';
import type { RootBox } from './place-root.ts';
import type { Scene, SceneMachine } from './scene.ts';
import { bottom, joinParts, type Part, type Rect, type Side } from './shapes.ts';

const apart = 28; // between two machines above each other

export function placeWorld(scene: Scene, memory: Memory, frame: Frame): Part {
  const peers = scene.machines.filter(({ object }) => memory.peers.includes(object.name));
  const others = nearestFirst(scene, memory.peers);
  const width = machineOf(frame.columns, frame.columnWidth);
  const outsideAt = width + frame.outsideGap;
  const pitch =
    frame.outside === 'between'
      ? outsideAt + frame.outsideWidth + frame.outsideGap
      : width + sizes.betweenPeers;
  const main = joinParts(
    peers.map((machine, index) => {
      const box = {
        x: index * pitch + sizes.machinePad,
        y: 0,
        columns: frame.columns,
        columnWidth: frame.columnWidth,
        outwardSide: outwardSideOf(frame, index),
        outwardAt: frame.outside === 'between' ? ('beneath' as const) : ('beside' as const),
        isCompact: false,
      };
      return placeMachine(machine, box, memory);
    }),
  );
  const rest =
    frame.outside === 'below'
      ? flowBelow(scene, others, rectOf(main), memory, frame)
      : stackUpwards(scene, others, outsideAt, memory, frame);
  return joinParts([main, rest]);
}

function outwardSideOf({ outside }: Frame, index: number): RootBox['outwardSide'] {
  if (outside === 'below') return 'bottom';
  return outside === 'between' && index > 0 ? 'left' : 'right';
}

/** To the right, or between two: the nearest beside the ways out, the farther ones above it. */
function stackUpwards(
  scene: Scene,
  others: readonly SceneMachine[],
  x: number,
  memory: Memory,
  frame: Frame,
): Part {
  const nearest = frame.outside === 'between' ? sizes.outwardBeneath : sizes.outward;
  let floor = 0;
  const parts = others.map((machine, index) => {
    const sideTo = (name: string): Side => {
      const other = others.findIndex(({ object }) => object.name === name);
      if (name === memory.peers[1]) return 'right';
      if (other === -1 || Math.abs(other - index) > 1) return 'left';
      return other > index ? 'top' : 'bottom';
    };
    const placeAt = (y: number) =>
      placeOther(scene, machine, { x, y, width: frame.outsideWidth }, sideTo, memory);
    const trial = placeAt(0);
    const height = bottom(rectOf(trial));
    const entry = trial.ports.findLast(({ side }) => side === 'left')?.at.y ?? height - 16;
    const y = index === 0 ? nearest - entry : floor - height;
    floor = y - apart;
    return placeAt(y);
  });
  return joinParts(parts);
}

/** Below: in rows, as many to a row as the machines above are wide. */
function flowBelow(
  scene: Scene,
  others: readonly SceneMachine[],
  above: Rect,
  memory: Memory,
  frame: Frame,
): Part {
  const gap = 28;
  const perRow = Math.max(1, Math.floor((above.width + gap) / (frame.outsideWidth + gap)));
  const cellOf = (name: string) => {
    const index = others.findIndex(({ object }) => object.name === name);
    return index === -1 ? null : { row: Math.floor(index / perRow), column: index % perRow };
  };
  let top = bottom(above) + 44;
  const parts: Part[] = [];
  for (let start = 0; start < others.length; start += perRow) {
    const row = others.slice(start, start + perRow);
    const rowPart = joinParts(
      row.map((machine, column) => {
        const own = { row: start / perRow, column };
        const sideTo = (name: string): Side => {
          const cell = cellOf(name);
          if (cell === null || cell.row < own.row) return 'top';
          if (cell.row > own.row) return 'bottom';
          if (Math.abs(cell.column - own.column) > 1) return 'bottom';
          return cell.column > own.column ? 'right' : 'left';
        };
        const x = above.x + column * (frame.outsideWidth + gap);
        const box = { x, y: top, width: frame.outsideWidth };
        return placeOther(scene, machine, box, sideTo, memory);
      }),
    );
    parts.push(rowPart);
    top = Math.max(...rowPart.machines.map(({ rect }) => bottom(rect))) + 44;
  }
  return joinParts(parts);
}
