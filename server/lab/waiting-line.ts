/**
 * The line of those who wait for a sandbox: first come, first served; a lab that had a sandbox and
 * is being reset goes to the front, since it gives its old one back.
 */
import { Fault } from '../fault.ts';
import type { Sandboxes, SandboxHandle } from '../sandbox/handle.ts';

export type Wish = {
  readonly world: string;
  readonly isFirst: boolean;
  /** Aborted: leaves the line. */
  readonly signal: AbortSignal;
  /** Told each new place in the line, 1 for the next one. Not called when there is no need to wait. */
  readonly onPosition: (position: number) => void;
};

export type WaitingLine = {
  /** A sandbox, once one is free. Rejects with the signal's reason, `sandbox-failed`, `not-found`. */
  acquire(wish: Wish): Promise<SandboxHandle>;
  /** How many there is no sandbox for. */
  waiting(): number;
  close(): void;
};

type Ticket = {
  readonly wish: Wish;
  readonly granted: PromiseWithResolvers<SandboxHandle>;
  isTrying: boolean;
  /** Null until it was found that all are in use. */
  position: number | null;
};

export function createWaitingLine(sandboxes: Pick<Sandboxes, 'acquire' | 'onFree'>): WaitingLine {
  const tickets: Ticket[] = [];
  let timesFreed = 0;
  const stopListening = sandboxes.onFree(() => {
    timesFreed += 1;
    serve();
  });

  /** All try, in their order: only those for whom nothing is left go on waiting. */
  function serve() {
    for (const ticket of [...tickets]) {
      if (!ticket.isTrying) void attempt(ticket);
    }
  }

  async function attempt(ticket: Ticket) {
    const { world, signal } = ticket.wish;
    const seenFreed = timesFreed;
    ticket.isTrying = true;
    try {
      const handle = await sandboxes.acquire(world, signal);
      leave(ticket);
      ticket.granted.resolve(handle);
    } catch (error) {
      ticket.isTrying = false;
      if (!isFull(error) || signal.aborted) {
        leave(ticket);
        ticket.granted.reject(error);
      } else if (seenFreed !== timesFreed) serve();
      else {
        ticket.position ??= 0;
        tellPositions();
      }
    }
  }

  function leave(ticket: Ticket) {
    const index = tickets.indexOf(ticket);
    if (index === -1) return;
    tickets.splice(index, 1);
    tellPositions();
  }

  function tellPositions() {
    for (const [index, ticket] of tickets.entries()) {
      const position = index + 1;
      if (ticket.position === null || ticket.position === position) continue;
      ticket.position = position;
      ticket.wish.onPosition(position);
    }
  }

  return {
    async acquire(wish) {
      wish.signal.throwIfAborted();
      const granted = Promise.withResolvers<SandboxHandle>();
      const ticket: Ticket = { wish, granted, isTrying: false, position: null };
      const giveUp = () => {
        leave(ticket);
        granted.reject(wish.signal.reason);
      };
      wish.signal.addEventListener('abort', giveUp, { once: true });
      if (wish.isFirst) tickets.unshift(ticket);
      else tickets.push(ticket);
      serve();
      try {
        return await granted.promise;
      } finally {
        wish.signal.removeEventListener('abort', giveUp);
      }
    },
    waiting: () => tickets.filter(({ position }) => position !== null).length,
    close: stopListening,
  };
}

function isFull(error: unknown): boolean {
  return error instanceof Fault && error.code === 'lab-full';
}
