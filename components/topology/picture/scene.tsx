/** A whole drawing, in the order in which things lie on each other. */
import type { Drawing } from '../layout/shapes.ts';
import { CableMark, MachineMark } from './marks.tsx';
import { BarMark, PortMark, SocketMark, StemMark } from './port-marks.tsx';
import { SpaceMark } from './space-marks.tsx';
import { WholeRoute } from './whole-route.tsx';

export function Scene({ drawing }: { readonly drawing: Drawing }) {
  const { machines, spaces, cables, ports, bars } = drawing;
  const quiet = new Set(ports.filter(({ isQuiet }) => isQuiet).map(({ key }) => key));
  return (
    <>
      {machines.map((shape) => (
        <MachineMark key={shape.key} shape={shape} />
      ))}
      {spaces.map((shape) => (
        <SpaceMark key={shape.key} shape={shape} />
      ))}
      {cables.map((shape) => (
        <CableMark
          key={shape.key}
          shape={shape}
          isQuiet={shape.cable.ends.some((end) => quiet.has(end))}
        />
      ))}
      {ports.map((shape) => (
        <StemMark key={shape.port.identity} shape={shape} />
      ))}
      {bars.map((shape) => (
        <BarMark key={shape.key} shape={shape} />
      ))}
      {ports.map((shape) => (
        <SocketMark key={shape.port.identity} shape={shape} />
      ))}
      {ports.map((shape) => (
        <PortMark key={shape.port.identity} shape={shape} />
      ))}
      <WholeRoute spaces={spaces} />
    </>
  );
}
