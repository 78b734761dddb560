/** What was opened, to be closed in reverse order. */
import { Fault } from './fault.ts';

export type Closing = {
  /** Registers the end of something that has just begun. Throws when it came too late: all is closed. */
  add(name: string, close: () => void | Promise<void>): Promise<void>;
  /** Every one is tried, whatever the others do. May be called twice. */
  close(): Promise<void>;
};

export function createClosing(onFailed: (name: string, error: unknown) => void): Closing {
  const open: { readonly name: string; readonly close: () => void | Promise<void> }[] = [];
  let closing: Promise<void> | undefined;

  async function closeAll() {
    for (const { name, close } of open.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        onFailed(name, error);
      }
    }
  }

  return {
    async add(name, close) {
      open.push({ name, close });
      if (closing === undefined) return;
      await closing.then(closeAll);
      throw new Fault('unavailable', 'The server was told to stop while it was starting.');
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}
