/** Several may hold a pty, each for a reason of its own; it flows while none does. */
import type { Pty } from '../sandbox/handle.ts';

export type Brake = Pick<Pty, 'pause' | 'resume'>;

/** Each call gives the brake of one holder. */
export function brakesOf(pty: Brake): () => Brake {
  const holders = new Set<Brake>();
  return () => {
    const brake: Brake = {
      pause() {
        holders.add(brake);
        pty.pause();
      },
      resume() {
        holders.delete(brake);
        if (holders.size === 0) pty.resume();
      },
    };
    return brake;
  };
}
