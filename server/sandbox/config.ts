/** What the sandbox part is given. It reads no environment of its own. */

export type Log = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

export type SandboxLimits = {
  /** Of everything that runs in a sandbox together, files in memory included. There is no swap. */
  readonly memoryBytes: number;
  readonly processes: number;
  /** 1 is one core's worth of time. */
  readonly cpuCores: number;
  /** Size of the one file system that a machine writes to. */
  readonly machineDiskBytes: number;
  /** Network namespaces that one user of the sandbox may hold, the machines' own included. */
  readonly networkNamespaces: number;
  readonly openFiles: number;
};

export const defaultLimits: SandboxLimits = {
  memoryBytes: 256 * 1024 * 1024,
  processes: 512,
  cpuCores: 1,
  machineDiskBytes: 64 * 1024 * 1024,
  networkNamespaces: 64,
  openFiles: 4096,
};

/** A folder of the real machine that every sandbox sees a read-only copy of. */
export type ToolFolder = {
  readonly hostPath: string;
  readonly sandboxPath: `/usr/local/lib/${string}`;
};

export type SandboxesConfig = {
  /** Names the installation: two servers with different data directories share nothing. */
  readonly dataDir: string;
  readonly worldsDir: string;
  readonly runtime: 'runc';
  /** In use and warm together. */
  readonly maxSandboxes: number;
  /** Ready sandboxes kept for every world that has been asked for. */
  readonly warm: number;
  readonly limits: SandboxLimits;
  readonly log: Log;
  readonly tools: readonly ToolFolder[];
  /** A bash script that every interactive shell of a machine reads as its /etc/bash.bashrc. */
  readonly shellRcPath?: string;
};
