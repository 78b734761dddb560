/**
 * The kernel has one table of neighbours for all network namespaces, those of the real machine too,
 * with room for 1,024 by default: one learner who fills it, or a hundred who do nothing wrong, would
 * take the network from everybody (net.ipv4.neigh.default.gc_thresh3, ip-sysctl.rst).
 */
import { readFile, writeFile } from 'node:fs/promises';
import type { Log } from './config.ts';

/** The kernel's own figures for one machine: kept always, kept while new, kept at most. */
const perPlace = { gc_thresh1: 128, gc_thresh2: 512, gc_thresh3: 1024 } as const;

/** As much for each sandbox, and for the machine itself. What is larger already stays. */
export async function makeRoomForNeighbours(maxSandboxes: number, log: Log): Promise<void> {
  for (const family of ['ipv4', 'ipv6']) {
    for (const [name, each] of Object.entries(perPlace).reverse()) {
      await raise(`/proc/sys/net/${family}/neigh/default/${name}`, each * (maxSandboxes + 1), log);
    }
  }
}

async function raise(path: string, least: number, log: Log): Promise<void> {
  try {
    if (Number(await readFile(path, 'utf8')) < least) await writeFile(path, String(least));
  } catch (error) {
    // In a container it can be out of reach; sandboxes work all the same.
    log.warn({ path, least, err: error }, 'the table of neighbours could not be made larger');
  }
}
