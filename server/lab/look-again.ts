/** A server that was begun in the background listens some time after its command has ended. */

export type LookAgain = {
  /** A command has ended: what an earlier one left to look for is looked for with it. */
  begin(): void;
  /** May be called twice. */
  close(): void;
};

/** The kernel has no events for sockets. An interpreter takes some tenths of a second to start. */
const afterMs = [300, 1_000, 3_000, 8_000] as const;

export function createLookAgain(look: () => void): LookAgain {
  let timers: NodeJS.Timeout[] = [];
  const close = () => {
    for (const timer of timers) clearTimeout(timer);
    timers = [];
  };
  return {
    begin() {
      close();
      timers = afterMs.map((ms) => setTimeout(look, ms).unref());
    },
    close,
  };
}
