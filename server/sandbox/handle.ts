/**
 * The one seam to a sandbox. Terminals, observer, checker and packet capture know this and nothing
 * below it: not that it is `runc`, not that it is on this machine.
 */
import type { Readable, Writable } from 'node:stream';

/** Where in a sandbox something runs. */
export type Place =
  /** Outside of every machine: the sandbox's own namespaces, invisible to the learner. */
  | { readonly kind: 'sandbox' }
  /** In a machine's root network namespace, as its root user. */
  | { readonly kind: 'machine'; readonly machine: string }
  /** In a network namespace of a machine, given by a path that is valid inside that machine. */
  | { readonly kind: 'namespace'; readonly machine: string; readonly path: string };

export type Argv = readonly [string, ...string[]];

export type RunOptions = {
  readonly timeoutMs: number;
  /** Limit of stdout and of stderr, each, in bytes. */
  readonly outputLimitBytes: number;
  readonly stdin?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
};

/** Expected outcomes of a command are values. `could-not-run` means that it never started. */
export type RunResult =
  | {
      readonly kind: 'exited';
      readonly exitCode: number;
      readonly stdout: string;
      readonly stderr: string;
    }
  | { readonly kind: 'timed-out'; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'output-too-large'; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'could-not-run'; readonly reason: string };

export type PtyOptions = {
  readonly columns: number;
  readonly rows: number;
  readonly argv?: Argv;
  readonly env?: Readonly<Record<string, string>>;
};

export type Pty = {
  /**
   * Bytes from the program, in order, which are there during the call only. At most one listener;
   * data before it is kept.
   */
  onData(listener: (data: Buffer) => void): void;
  /** Once, after the last byte. */
  onExit(listener: (exit: PtyExit) => void): void;
  write(data: string | Buffer): void;
  resize(columns: number, rows: number): void;
  /** Stops and resumes reading, so that the kernel's pty buffer pushes back on the program. */
  pause(): void;
  resume(): void;
  /** Ends the program and everything in its session. May be called twice. */
  kill(): void;
};

export type PtyExit = { readonly exitCode: number | null; readonly signal: number | null };

/** A long-lived process whose standard input and output are ours. */
export type SandboxProcess = {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles when the process is gone; never rejects. */
  readonly ended: Promise<{ readonly exitCode: number | null }>;
  /** Ends its whole process group. May be called twice. */
  kill(): void;
};

export type SandboxState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly sinceMs: number }
  | { readonly kind: 'ended'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** A computer of the sandbox's world. */
export type Machine = {
  readonly name: string;
  /** `learner`: terminals open on it. `scenery`: part of the world, e.g. the router. */
  readonly role: 'learner' | 'scenery';
  /** Words for the picture, e.g. "the internet". */
  readonly title: string;
  /** Process id of the machine's init, as seen at place `sandbox`: /proc/PID/ns/net is its root namespace. */
  readonly initPid: number;
};

export type SandboxHandle = {
  readonly id: string;
  readonly world: string;
  readonly machines: readonly Machine[];
  state(): SandboxState;
  /** Calls back on every later state. Returns the unsubscribe function. */
  onState(listener: (state: SandboxState) => void): () => void;
  run(place: Place, argv: Argv, options: RunOptions): Promise<RunResult>;
  /** Throws Fault `could-not-run` or `lab-ended`. */
  openPty(place: Place, options: PtyOptions): Pty;
  /** Throws Fault `could-not-run` or `lab-ended`. */
  stream(place: Place, argv: Argv, options?: { readonly signal?: AbortSignal }): SandboxProcess;
  /**
   * No process of it runs for so long; what the kernel does by itself goes on. False: that could not
   * be had.
   */
  pause(forMs: number): Promise<boolean>;
  /**
   * Settles when everything in it is dead and its place is free. What it leaves on the machine is
   * removed soon after, and before `Sandboxes.close` settles. May be called twice.
   */
  end(reason: string): Promise<void>;
};

export type Sandboxes = {
  /** A ready sandbox of that world, from the warm pool when one is there. Throws `lab-full`, `sandbox-failed`, `not-found`. */
  acquire(world: string, signal?: AbortSignal): Promise<SandboxHandle>;
  /** From now on some of that world stand ready, as `acquire` also sees to. */
  keepWarm(world: string): void;
  /** Calls back with each sandbox that stands ready in the pool, now and later, while nobody has it. */
  onWarm(listener: (handle: SandboxHandle) => void): () => void;
  capacity(): { readonly max: number; readonly inUse: number; readonly warm: number };
  /** Calls back when a place has become free. */
  onFree(listener: () => void): () => void;
  /** Ends every sandbox, removes every trace. May be called twice. */
  close(): Promise<void>;
};
