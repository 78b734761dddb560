/** What node-pty exports beside its typings; its version is pinned exactly for that reason. */
import 'node-pty';

declare module 'node-pty' {
  export const native: {
    /** Opens a pseudo-terminal; both descriptors are non-blocking. */
    open(columns: number, rows: number): { master: number; slave: number; pty: string };
    resize(master: number, columns: number, rows: number): void;
  };
}
