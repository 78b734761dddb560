/** What could not be read, to be tried again, and told when it fails for the second time. */
import type { Part } from './netwatch-messages.ts';

export type Unread = {
  add(inode: number, parts: ReadonlySet<Part>, reason: string): void;
  /** These have been read after all. */
  remove(inode: number, parts: ReadonlySet<Part>): void;
  /** The namespace is gone. */
  forget(inode: number): void;
  parts(): [number, Part[]][];
  /** After all reads of a round: plans the next try. */
  endRound(): void;
  /** Null when nothing has failed twice. */
  reason(): string | null;
  close(): void;
};

const firstPauseMs = 50;
const longestPauseMs = 5_000;

export function createUnread(tryAgain: () => void): Unread {
  const unread = new Map<number, { readonly parts: Set<Part>; readonly reason: string }>();
  let timer: NodeJS.Timeout | null = null;
  let tries = 0;

  return {
    add(inode, parts, reason) {
      unread.set(inode, {
        parts: new Set([...(unread.get(inode)?.parts ?? []), ...parts]),
        reason,
      });
    },
    remove(inode, parts) {
      const still = unread.get(inode)?.parts;
      for (const part of parts) still?.delete(part);
      if (still?.size === 0) unread.delete(inode);
    },
    forget(inode) {
      unread.delete(inode);
    },
    parts: () => [...unread].map(([inode, { parts }]) => [inode, [...parts]]),
    endRound() {
      if (unread.size === 0) tries = 0;
      else if (timer === null) {
        timer = setTimeout(
          () => {
            timer = null;
            tryAgain();
          },
          Math.min(firstPauseMs * 2 ** tries, longestPauseMs),
        );
        tries += 1;
      }
    },
    reason() {
      const [first] = unread.values();
      return tries < 2 ? null : (first?.reason ?? null);
    },
    close() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
