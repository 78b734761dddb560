/** Blocks of pcapng: type, length, body, length again, all in steps of four bytes. */

export type BlockWriter = {
  open(type: number): void;
  u16(value: number): void;
  u32(value: number): void;
  u64(value: bigint): void;
  /** Bytes, filled up with zeros to four. */
  padded(bytes: Uint8Array): void;
  option(code: number, value: Uint8Array): void;
  textOption(code: number, text: string): void;
  endOfOptions(): void;
  close(): void;
  finish(): Uint8Array;
};

// An option's length has 16 bits; names of interfaces and namespaces are far shorter.
const textLimit = 1_000;

export function createBlockWriter(): BlockWriter {
  let buffer = new Uint8Array(64 * 1024);
  let view = new DataView(buffer.buffer);
  let at = 0;
  let blockStart = 0;
  const encoder = new TextEncoder();

  function reserve(bytes: number): number {
    const start = at;
    at += bytes;
    if (at > buffer.length) {
      const larger = new Uint8Array(Math.max(at, buffer.length * 2));
      larger.set(buffer.subarray(0, start));
      buffer = larger;
      view = new DataView(buffer.buffer);
    }
    return start;
  }

  const u16 = (value: number) => {
    const start = reserve(2);
    view.setUint16(start, value, true);
  };
  const u32 = (value: number) => {
    const start = reserve(4);
    view.setUint32(start, value, true);
  };
  const padded = (bytes: Uint8Array) => {
    const start = reserve(Math.ceil(bytes.length / 4) * 4);
    buffer.set(bytes, start);
  };
  const option = (code: number, value: Uint8Array) => {
    u16(code);
    u16(value.length);
    padded(value);
  };

  return {
    open(type) {
      blockStart = at;
      u32(type);
      u32(0); // known when it closes
    },
    u16,
    u32,
    u64(value) {
      const start = reserve(8);
      view.setBigUint64(start, value, true);
    },
    padded,
    option,
    textOption: (code, text) => option(code, encoder.encode(text.slice(0, textLimit))),
    endOfOptions: () => u32(0),
    close() {
      const length = at + 4 - blockStart;
      u32(length);
      view.setUint32(blockStart + 4, length, true);
    },
    finish: () => buffer.slice(0, at),
  };
}
