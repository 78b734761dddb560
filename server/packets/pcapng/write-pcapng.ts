/**
 * A capture as a file for Wireshark: pcapng (draft-ietf-opsawg-pcapng), little-endian, one section, one
 * interface block for each interface of each namespace, nanoseconds.
 */
import { type BlockWriter, createBlockWriter } from './block-writer.ts';

export type PcapngInterface = {
  /** What packets refer to. */
  readonly id: string;
  readonly name: string; // `netns0:ceth0`
  readonly description: string;
};

export type PcapngPacket = {
  readonly atNs: number; // since the capture began
  readonly interface: string; // id
  readonly direction: 'in' | 'out';
  /** From the Ethernet header on, as far as captured. */
  readonly bytes: Uint8Array;
  /** On the wire, in bytes. */
  readonly length: number;
};

export type PcapngContent = {
  readonly startedAtMs: number; // wall clock
  readonly interfaces: readonly PcapngInterface[];
  /** In the order of time. */
  readonly packets: readonly PcapngPacket[];
};

/** Packets whose interface is not in the list are an error of the caller's: throws RangeError. */
export function writePcapng({ startedAtMs, interfaces, packets }: PcapngContent): Uint8Array {
  const writer = createBlockWriter();
  writeSectionHeader(writer);
  const numbers = new Map<string, number>();
  for (const [number, each] of interfaces.entries()) {
    writeInterface(writer, each);
    numbers.set(each.id, number);
  }
  // Milliseconds of the wall clock have no fraction worth keeping; as nanoseconds they exceed 2^53.
  const startedAtNs = BigInt(Math.trunc(startedAtMs)) * 1_000_000n;
  for (const packet of packets) {
    const number = numbers.get(packet.interface);
    if (number === undefined) throw new RangeError(`No interface ${packet.interface} in the file.`);
    writePacket(writer, packet, number, startedAtNs + BigInt(Math.trunc(packet.atNs)));
  }
  return writer.finish();
}

const sectionHeaderBlock = 0x0a0d_0d0a;
const interfaceBlock = 1;
const enhancedPacketBlock = 6;

function writeSectionHeader(writer: BlockWriter): void {
  writer.open(sectionHeaderBlock);
  writer.u32(0x1a2b_3c4d); // tells the byte order
  writer.u16(1); // version 1.0
  writer.u16(0);
  writer.u64(0xffff_ffff_ffff_ffffn); // length of the section: up to the end of the file
  writer.textOption(4, 'Patchbay'); // shb_userappl
  writer.endOfOptions();
  writer.close();
}

function writeInterface(writer: BlockWriter, { name, description }: PcapngInterface): void {
  writer.open(interfaceBlock);
  writer.u16(1); // LINKTYPE_ETHERNET
  writer.u16(0);
  writer.u32(0); // no limit is stated: each packet says its own length
  writer.textOption(2, name); // if_name
  writer.textOption(3, description); // if_description
  writer.option(9, Uint8Array.of(9)); // if_tsresol: 10^-9 s
  writer.endOfOptions();
  writer.close();
}

function writePacket(
  writer: BlockWriter,
  { direction, bytes, length }: PcapngPacket,
  interfaceNumber: number,
  atNs: bigint,
): void {
  writer.open(enhancedPacketBlock);
  writer.u32(interfaceNumber);
  writer.u32(Number(atNs >> 32n));
  writer.u32(Number(atNs & 0xffff_ffffn));
  writer.u32(bytes.length);
  writer.u32(Math.max(length, bytes.length));
  writer.padded(bytes);
  writer.option(2, Uint8Array.of(direction === 'in' ? 1 : 2, 0, 0, 0)); // epb_flags
  writer.endOfOptions();
  writer.close();
}
