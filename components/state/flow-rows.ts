/** Tracked flows as rows, with what is left of their time. */
import type { Flow, Flows } from '../../server/protocol/kernel-answers.ts';

export type FlowRow = {
  readonly id: number;
  readonly protocol: string;
  readonly state: string;
  readonly original: string;
  readonly reply: string;
  readonly nat: string;
  /** `1:58`, or words where it does not count down any more. */
  readonly left: string;
  readonly isOver: boolean; // its time has run out since it was read
};

/** `nowMs` on the server's clock. In the order of what was seen last, as far as the time left tells. */
export function flowRows({ flows, readAtMs }: Flows, nowMs: number): FlowRow[] {
  const passedS = Math.max(0, (nowMs - readAtMs) / 1000);
  return flows.map((flow) => {
    const leftS = flow.expiresInS === null ? null : Math.floor(flow.expiresInS - passedS);
    return {
      id: flow.id,
      protocol: flow.protocol,
      state: [
        flow.state,
        flow.isReplied ? null : 'no reply seen',
        flow.isAssured ? 'assured' : null,
      ]
        .filter((word) => word !== null)
        .join(', '),
      original: directionOf(flow.original),
      reply: directionOf(flow.reply),
      nat: natWords[flow.nat],
      left: leftS === null ? 'does not age' : leftS < 0 ? 'over' : clock(leftS),
      isOver: leftS !== null && leftS < 0,
    };
  });
}

const natWords: Readonly<Record<Flow['nat'], string>> = {
  none: '',
  source: 'source',
  destination: 'destination',
  both: 'source and destination',
};

/** `172.18.0.10:45276 → 8.8.8.8:53`, or with the words that conntrack has instead of ports. */
function directionOf({ source, destination, ports }: Flow['original']): string {
  const [, from, to] = /^sport=(\d+) dport=(\d+)$/.exec(ports) ?? [];
  if (from !== undefined && to !== undefined) {
    return `${withPort(source, from)} → ${withPort(destination, to)}`;
  }
  return `${source} → ${destination}${ports === '' ? '' : `  ${ports}`}`;
}

function withPort(address: string, port: string): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function clock(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = String(seconds % 60).padStart(2, '0');
  return hours === 0
    ? `${minutes}:${rest}`
    : `${hours}:${String(minutes).padStart(2, '0')}:${rest}`;
}
