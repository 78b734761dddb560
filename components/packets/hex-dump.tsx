/** The captured bytes, eight to a line, one layer's range lit. */
import type { Packet } from '../../server/protocol/packet.ts';

const shownBytes = 288;
const perLine = 8; // so that it fits beside the decisions

type Range = { readonly offset: number; readonly length: number };

export function HexDump({ packet, lit }: { readonly packet: Packet; readonly lit: Range | null }) {
  const bytes = packet.bytes.slice(0, shownBytes * 2).match(/../g) ?? [];
  const lines = Array.from({ length: Math.ceil(bytes.length / perLine) }, (_, index) => index);
  const rest = packet.length - bytes.length;
  return (
    <div className="pk-hex">
      <h4>Bytes</h4>
      <pre>
        {lines.map((line) => {
          const from = line * perLine;
          return (
            <span key={from} className="pk-hex-line">
              <span className="pk-hex-offset">{from.toString(16).padStart(4, '0')} </span>
              {runsOf(bytes.slice(from, from + perLine), from, lit).map(({ text, at, isLit }) =>
                isLit ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>,
              )}
              {'\n'}
            </span>
          );
        })}
      </pre>
      {rest > 0 && <p className="pk-quiet">and {rest} more bytes on the wire</p>}
    </div>
  );
}

/** A line cut where the lit range begins and ends. */
function runsOf(bytes: readonly string[], from: number, lit: Range | null) {
  const isLit = (at: number) => lit !== null && at >= lit.offset && at < lit.offset + lit.length;
  const runs: { text: string; at: number; isLit: boolean }[] = [];
  bytes.forEach((byte, index) => {
    const at = from + index;
    const run = runs.at(-1);
    const gap = index === 0 ? '' : ' ';
    if (run !== undefined && run.isLit === isLit(at)) run.text += `${gap}${byte}`;
    else {
      if (run !== undefined) run.text += gap;
      runs.push({ text: byte, at, isLit: isLit(at) });
    }
  });
  return runs;
}
