/** Finds the other end of each veth interface across namespaces. */
import type { LinkReading, Reading } from './reading.ts';

/** An interface's key. */
export function interfaceKey(inode: number, index: number): string {
  return `if:${inode}/${index}`;
}

/**
 * Keys of the other ends, by key. Interface indexes repeat between namespaces, and the numbers by
 * which a namespace knows others are its own: a pair counts only when each end names the other.
 */
export function pairVeths(readings: ReadonlyMap<number, Reading>): Map<string, string> {
  const claims = new Map<string, string>();
  for (const [inode, reading] of readings) {
    const indexOf = new Map(reading.links.map(({ name, index }) => [name, index]));
    for (const link of reading.links) {
      const claimed = claimOf(link, inode, reading, indexOf);
      if (claimed !== null) claims.set(interfaceKey(inode, link.index), claimed);
    }
  }
  return new Map([...claims].filter(([key, other]) => claims.get(other) === key));
}

function claimOf(
  { peer }: LinkReading,
  inode: number,
  reading: Reading,
  indexOf: ReadonlyMap<string, number>,
): string | null {
  switch (peer.kind) {
    case 'none':
      return null;
    case 'here': {
      const index = indexOf.get(peer.name);
      return index === undefined ? null : interfaceKey(inode, index);
    }
    case 'elsewhere': {
      const elsewhere = reading.namespaceOfNsid.get(peer.nsid);
      return elsewhere === undefined ? null : interfaceKey(elsewhere, peer.index);
    }
  }
}
