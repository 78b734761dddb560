/** Finds which interfaces belong together across namespaces: ends of veth pairs, and what lies on what. */
import type { LinkReference, Reading } from './reading.ts';

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
      const claimed = keyOf(link.peer, inode, reading, indexOf);
      if (claimed !== null) claims.set(interfaceKey(inode, link.index), claimed);
    }
  }
  return new Map([...claims].filter(([key, other]) => claims.get(other) === key));
}

/**
 * Namespaces whose interfaces were read before the other end of a cable went elsewhere: the kernel
 * tells only where it came from and where it is. Each with what does not fit, so that whoever reads it
 * again in vain knows that.
 */
export function staleNamespaces(readings: ReadonlyMap<number, Reading>): Map<number, string> {
  const claims = new Map<string, string>();
  const inodeOf = new Map<string, number>();
  for (const [inode, reading] of readings) {
    const indexOf = new Map(reading.links.map(({ name, index }) => [name, index]));
    for (const link of reading.links) {
      const key = interfaceKey(inode, link.index);
      inodeOf.set(key, inode);
      const claimed = keyOf(link.peer, inode, reading, indexOf);
      if (claimed !== null) claims.set(key, claimed);
    }
  }
  const stale = new Map<number, string>();
  for (const [key, other] of claims) {
    if (claims.get(other) === key) continue;
    // Either this end was read too early, or the other one.
    for (const end of [key, other]) {
      const inode = inodeOf.get(end);
      if (inode !== undefined) stale.set(inode, `${stale.get(inode) ?? ''} ${key}>${other}`);
    }
  }
  return stale;
}

/** Keys of what interfaces lie on, by key. What they name may be where nobody looks: it is left out. */
export function lowerLinks(readings: ReadonlyMap<number, Reading>): Map<string, string> {
  const known = new Set<string>();
  const claims: [string, string][] = [];
  for (const [inode, reading] of readings) {
    const indexOf = new Map(reading.links.map(({ name, index }) => [name, index]));
    for (const { index, lower } of reading.links) {
      const key = interfaceKey(inode, index);
      known.add(key);
      const named = keyOf(lower, inode, reading, indexOf);
      if (named !== null) claims.push([key, named]);
    }
  }
  return new Map(claims.filter(([, named]) => known.has(named)));
}

function keyOf(
  reference: LinkReference,
  inode: number,
  reading: Reading,
  indexOf: ReadonlyMap<string, number>,
): string | null {
  switch (reference.kind) {
    case 'none':
      return null;
    case 'here': {
      const index = indexOf.get(reference.name);
      return index === undefined ? null : interfaceKey(inode, index);
    }
    case 'elsewhere': {
      const elsewhere = reading.namespaceOfNsid.get(reference.nsid);
      return elsewhere === undefined ? null : interfaceKey(elsewhere, reference.index);
    }
  }
}
