/** A sandbox with one machine, in which a netwatch of our own making answers. */
import { PassThrough } from 'node:stream';
import type { SandboxHandle, SandboxProcess } from '../sandbox/handle.ts';
import type { Program } from './netwatch-messages.ts';

export type FakeNetwatch = {
  readonly handle: SandboxHandle;
  /** What its programs print from now on; a status for those that fail. */
  readonly prints: Map<Program, string | { readonly status: string }>;
  /** Programs that were run so far. */
  readonly ran: Program[];
  say(message: object): void;
  /** Ends the process that runs; another can be started. */
  die(): void;
  starts(): number;
};

export const inode = 4026531840;
const list = [{ inode, machine: 0, isRoot: true, path: '/proc/1/ns/net' }];
const loopback = {
  ...{ ifindex: 1, ifname: 'lo', flags: ['LOOPBACK'], mtu: 65536, link_type: 'loopback' },
  addr_info: [],
};

/** What `ip` prints where there are these interfaces beside `lo`. */
export function networkWith(...names: readonly string[]): string {
  const links = names.map((ifname, index) => ({ ...loopback, ifname, ifindex: index + 2 }));
  return `${JSON.stringify([loopback, ...links])}\n[]\n[]\n`;
}

export function fakeNetwatch(): FakeNetwatch {
  const prints: FakeNetwatch['prints'] = new Map([
    ['network', networkWith()],
    ['nft', ''],
    ['live', ''],
  ]);
  const ran: Program[] = [];
  let starts = 0;
  let process = newProcess(() => undefined);
  const say = (message: object, body = '') =>
    process.stdout.write(`${JSON.stringify(message)}\n${body}`);

  const answer = (line: string) => {
    const [verb, id, , program] = line.split(' ');
    if (verb === 'sync') say({ is: 'synced', id: Number(id) });
    const wanted = [...prints].find(([name]) => name === program);
    if (verb !== 'read' || wanted === undefined) return;
    const [name, print] = wanted;
    ran.push(name);
    const end = { is: 'end', id: Number(id), peers: [], bytes: 0 };
    if (typeof print === 'string')
      say({ ...end, status: 'ok', bytes: Buffer.byteLength(print) }, print);
    else say({ ...end, ...print });
  };

  const handle: SandboxHandle = {
    ...{ id: 'fake', world: 'fake' },
    machines: [{ name: 'host', role: 'learner', title: 'host', initPid: 2 }],
    state: () => ({ kind: 'ready', sinceMs: 0 }),
    onState: () => () => undefined,
    run: async () => ({ kind: 'could-not-run', reason: 'not needed here' }),
    openPty() {
      throw new Error('not needed here');
    },
    stream() {
      starts += 1;
      process = newProcess(answer);
      say({ is: 'namespaces', isLimited: false, list });
      return process;
    },
    pause: async () => false,
    end: async () => undefined,
  };
  return {
    ...{ handle, prints, ran, starts: () => starts },
    say: (message) => say(message),
    die: () => process.kill(),
  };
}

function newProcess(onLine: (line: string) => void): SandboxProcess & { stdout: PassThrough } {
  const ended = Promise.withResolvers<{ exitCode: number | null }>();
  const stdin = new PassThrough();
  stdin.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString().trimEnd().split('\n')) onLine(line);
  });
  return {
    ...{ stdin, stdout: new PassThrough(), stderr: new PassThrough(), ended: ended.promise },
    kill: () => ended.resolve({ exitCode: null }),
  };
}
