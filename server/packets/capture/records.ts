/** What packetwatch writes, as agent/packetwatch.h tells: records, each with its size before it. */

export type WatchRecord =
  /** Errnos; 0: it is captured, its rules are traced. */
  | {
      readonly kind: 'opened';
      readonly id: number;
      readonly errno: number;
      readonly rulesErrno: number;
    }
  | {
      readonly kind: 'packet';
      readonly id: number;
      readonly atNs: bigint; // since the epoch
      readonly interfaceIndex: number;
      readonly length: number; // on the wire
      readonly hardwareType: number; // ARPHRD_… of the interface
      readonly direction: 'in' | 'out';
      readonly bytes: Uint8Array;
    }
  | {
      readonly kind: 'verdict';
      readonly id: number;
      readonly atNs: bigint; // since the epoch
      readonly family: number; // NFPROTO_… of the table
      readonly attributes: Uint8Array; // NFTA_TRACE_…
    }
  | {
      readonly kind: 'left-out';
      readonly id: number;
      readonly packets: number;
      readonly verdicts: number;
    }
  | { readonly kind: 'gone'; readonly id: number }
  | { readonly kind: 'synced'; readonly id: number };

const headerBytes = 12;
/** Above every record that there is: the longest holds a netlink message of 4 KiB. */
const bodyLimitBytes = 64 * 1024;

/** Feeds chunks of its output. Throws when the bytes are not of packetwatch's making. */
export function decodeRecords(onRecord: (record: WatchRecord) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    const all = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    while (all.length - at >= headerBytes) {
      const bodyBytes = all.readUInt32LE(at);
      if (bodyBytes > bodyLimitBytes) throw new RangeError(`a record of ${bodyBytes} bytes`);
      const end = at + headerBytes + bodyBytes;
      if (all.length < end) break;
      const kind = all.readUInt32LE(at + 4);
      const id = all.readUInt32LE(at + 8);
      onRecord(recordOf(kind, id, all.subarray(at + headerBytes, end)));
      at = end;
    }
    // A copy, so that the few bytes of a record that goes on do not keep all before them.
    rest = Buffer.from(all.subarray(at));
  };
}

function recordOf(kind: number, id: number, body: Buffer): WatchRecord {
  switch (kind) {
    case 1:
      return {
        kind: 'opened',
        id,
        errno: body.readUInt32LE(0),
        rulesErrno: body.readUInt32LE(4),
      };
    case 2:
      return {
        kind: 'packet',
        id,
        atNs: body.readBigUInt64LE(0),
        interfaceIndex: body.readUInt32LE(8),
        length: body.readUInt32LE(12),
        hardwareType: body.readUInt16LE(16),
        direction: body.readUInt16LE(18) === 1 ? 'out' : 'in',
        bytes: copyOf(body, 20),
      };
    case 3:
      return {
        kind: 'verdict',
        id,
        atNs: body.readBigUInt64LE(0),
        family: body.readUInt32LE(8),
        attributes: copyOf(body, 12),
      };
    case 4:
      return {
        kind: 'left-out',
        id,
        packets: body.readUInt32LE(0),
        verdicts: body.readUInt32LE(4),
      };
    case 5:
      return { kind: 'gone', id };
    case 6:
      return { kind: 'synced', id };
    default:
      throw new RangeError(`a record of kind ${kind}`);
  }
}

/** Packets are kept for long; the chunk that they came in is much larger than they are. */
function copyOf(body: Buffer, from: number): Uint8Array {
  return new Uint8Array(body.subarray(from));
}
