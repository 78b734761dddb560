/** A machine as one small box with its addresses beside its cables: scenery, or one still plain. */
import { fitText, sizes, textWidth } from './measure.ts';
import { shortened } from './port-labels.ts';
import type { SceneMachine, ScenePort } from './scene.ts';
import type { Line, MachineShape, Part, PortShape, Rect, Side } from './shapes.ts';

const row = 22;
const titleLetter = 6.7; // widest mean of a title's letters in the sans face

/** Where a port's cable leads. The last ports on a side are the lowest. */
export type Exit = { readonly side: Side; readonly isLast: boolean };

/** `exitOf` is null for a port without a cable to another machine. */
export function placePlain(
  machine: SceneMachine,
  box: { readonly x: number; readonly y: number; readonly width: number },
  exitOf: (port: ScenePort) => Exit | null,
): Part {
  const ports = machine.spaces.flatMap((space) => space.ports);
  const on = (side: Side) =>
    ports
      .filter((port) => exitOf(port)?.side === side)
      .sort((a, b) => Number(exitOf(a)?.isLast) - Number(exitOf(b)?.isLast));
  const [top, bottom, left, right] = [on('top'), on('bottom'), on('left'), on('right')];
  const shown = new Set([...top, ...bottom, ...left, ...right].flatMap(({ details }) => details));
  const others = machine.spaces
    .flatMap(({ ports, bridges, loopback }) => [
      ...[...bridges, ...ports].flatMap(({ details }) => details),
      ...(loopback?.addresses ?? [])
        .filter(({ scope, address }) => scope === 'global' && address !== '127.0.0.1')
        .map(({ address, prefixLength }) => `${address}/${prefixLength}`),
    ])
    .filter((address) => !shown.has(address))
    .map((address) => address.replace(/\/(32|128)$/, ''));

  const isScenery = machine.object.role === 'scenery';
  const titleY = box.y + (top.length > 0 ? row + 2 : 0);
  const linesY = titleY + 24;
  const lines = inLines(others, Math.floor((box.width - 20) / textWidth(' ')));
  const besideY = linesY + lines.length * sizes.line;
  const besideRows = left.length + right.length;
  const bottomY = besideY + besideRows * row + (bottom.length > 0 ? row : 0) + 6;
  const rect: Rect = { ...box, height: bottomY - box.y };

  const shape = machineShape(machine, rect, isScenery);
  const step = (rect.width - 32) / Math.max(1, top.length, bottom.length);
  const along = (side: 'top' | 'bottom') => (port: ScenePort, index: number) => {
    const x = rect.x + sizes.machinePad + sizes.portInset + index * step;
    const y = side === 'top' ? rect.y : bottomY;
    const label = { x: x + sizes.labelGap, y: side === 'top' ? y + 16 : y - 8 };
    return plainPort(
      port,
      side,
      { x, y },
      { ...label, anchor: 'start' },
      step - sizes.labelGap,
      isScenery,
    );
  };
  const beside = (side: 'left' | 'right', above: number) => (port: ScenePort, index: number) => {
    const isLeft = side === 'left';
    const x = isLeft ? rect.x : rect.x + rect.width;
    const y = besideY + row / 2 + (above + index) * row;
    const label = { x: x + (isLeft ? 1 : -1) * sizes.labelGap, y: y + 4 };
    const anchor = isLeft ? ('start' as const) : ('end' as const);
    return plainPort(port, side, { x, y }, { ...label, anchor }, rect.width - 26, isScenery);
  };
  return {
    machines: [
      {
        ...shape,
        title: { ...shape.title, y: titleY + 17 },
        lines: lines.map((text, index) => ({
          x: rect.x + 12,
          y: linesY + 10 + index * sizes.line,
          text: fitText(text, rect.width - 20),
          anchor: 'start',
        })),
      },
    ],
    spaces: [],
    bars: [],
    ports: [
      ...top.map(along('top')),
      ...bottom.map(along('bottom')),
      ...left.map(beside('left', 0)),
      ...right.map(beside('right', left.length)),
    ],
  };
}

/** As many words to a line as fit. */
function inLines(words: readonly string[], letters: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const longer = `${lines.at(-1)}  ${word}`;
    if (lines.length > 0 && longer.length <= letters) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

export function machineShape(machine: SceneMachine, rect: Rect, isScenery: boolean): MachineShape {
  const { key, name, title, role } = machine.object;
  const titleWidth = title.length * titleLetter;
  const isRoomy = titleWidth <= rect.width - 20;
  const hasName = role === 'learner' && name !== title;
  return {
    key,
    machine,
    rect,
    isScenery,
    title: { x: rect.x + 12, y: rect.y + 19, text: isRoomy ? title : name, anchor: 'start' },
    // The name that prompts and commands show, where there is room for both.
    name: hasName && titleWidth + textWidth(name) + 40 <= rect.width ? name : null,
    lines: [],
  };
}

function plainPort(
  port: ScenePort,
  side: Side,
  at: { readonly x: number; readonly y: number },
  label: Omit<Line, 'text'>,
  room: number,
  isQuiet: boolean,
): PortShape {
  const text = shortened(port, room) || fitText(port.name, room);
  return {
    key: port.key,
    port,
    at,
    side,
    isQuiet,
    name: null,
    detail: text === '' ? null : { ...label, text },
    type: null,
    hit: { x: at.x - 12, y: at.y - 12, width: 24, height: 24 },
    stem: null,
    flag: null,
  };
}
