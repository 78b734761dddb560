/** A learner at the keyboard of a real lab, for tests: types, reads the screen, takes the time. */
import { stripVTControlCharacters } from 'node:util';
import { expect } from 'vitest';
import { type Client, connectClient, enterLab } from './protocol/client.fixture.ts';
import type { Notice } from './protocol/events.ts';
import type { Command, LabState, Terminal } from './protocol/lab.ts';

export type LabClient = {
  readonly client: Client;
  /** Of the terminal in front. */
  terminalId(): string;
  state(): LabState;
  /** The end of what the terminal in front has printed since the last `run` or `echoMs`. */
  screen(): string;
  type(text: string): Promise<void>;
  /** Types a line, waits for the end of the command, and gives it with the words that were printed. */
  run(line: string): Promise<{ readonly command: Command; readonly output: string }>;
  /** How long the terminal takes to show a key. */
  echoMs(): Promise<number>;
  /** How long the page takes to learn what a command has changed. */
  changeMs(): Promise<number>;
  /** Opens another terminal in front. */
  openTerminal(): Promise<void>;
  reset(): Promise<void>;
  /** Gives the sandbox back. */
  leave(): Promise<void>;
};

const keptCharacters = 256 * 1024;
const interrupt = '\u0003';
const eraseLine = '\u0015';

/** A lab of a new learner, with a prompt. */
export async function openLab(url: string): Promise<LabClient> {
  const client = await connectClient(url);
  let state: LabState = { kind: 'starting' };
  let front = '';
  let text = '';
  let mtu = 60_000;

  client.socket.on('lab:state', (notice: Notice<'lab:state'>) => {
    state = notice.state;
  });
  client.socket.on('terminal:output', (output: Notice<'terminal:output'>) => {
    const { terminalId, seq, data } = output;
    client.socket.emit('terminal:ack', { terminalId, seq: seq + data.length });
    if (terminalId === front) text = (text + Buffer.from(data)).slice(-keptCharacters);
  });

  const bringToFront = async ({ terminalId, shell }: Terminal) => {
    front = terminalId;
    text = '';
    await client.ask('terminal:attach', { terminalId, fromSeq: 0 });
    if (shell.kind === 'prompt') return;
    await client.told(
      'terminal:shell',
      (notice) => notice.terminalId === front && notice.shell.kind === 'prompt',
    );
  };
  const enterAnew = async () => {
    const { terminal } = await client.told('terminal:opened');
    await client.told('lab:state', (notice) => notice.state.kind === 'ready');
    await client.told('topology:snapshot');
    await bringToFront(terminal);
  };

  const lab: LabClient = {
    client,
    terminalId: () => front,
    state: () => state,
    screen: () => text,

    async type(data) {
      await client.ask('terminal:input', { terminalId: front, data });
    },

    async run(line) {
      client.forget();
      text = '';
      await lab.type(`${line}\r`);
      const { command } = await client.told(
        'terminal:command',
        (notice) => notice.command.terminalId === front && notice.command.endedAtMs !== null,
      );
      return { command, output: stripVTControlCharacters(text).replaceAll('\r', '') };
    },

    async echoMs() {
      text = '';
      const startMs = performance.now();
      await lab.type('#');
      await expect.poll(lab.screen, { timeout: 20_000, interval: 2 }).toContain('#');
      const tookMs = performance.now() - startMs;
      await lab.type(eraseLine);
      return tookMs;
    },

    async changeMs() {
      mtu += 1;
      const wanted = mtu;
      client.forget();
      const startMs = performance.now();
      await lab.type(`ip link set lo mtu ${wanted}\r`);
      await client.told('topology:change', ({ change }) =>
        change.differences.some(({ after }) => after?.kind === 'interface' && after.mtu === wanted),
      );
      const tookMs = performance.now() - startMs;
      await client.told('terminal:shell', ({ shell }) => shell.kind === 'prompt');
      return tookMs;
    },

    async openTerminal() {
      client.forget();
      const place = { machine: 'host', namespacePath: null };
      const request = { place, columns: 80, rows: 24 };
      const { terminal } = await client.ask('terminal:open', request);
      await bringToFront(terminal);
    },

    async reset() {
      client.forget();
      await client.ask('lab:reset', { toStartOf: null });
      await enterAnew();
    },

    async leave() {
      await client.ask('lab:leave', {});
      client.close();
    },
  };

  const { view, terminal } = await enterLab(client, 'a-namespace-of-its-own');
  state = view.state.kind === 'ready' ? view.state : state;
  await bringToFront({ ...terminal, shell: { kind: 'prompt' } });
  return lab;
}

/** Ctrl-C, again where a loop lost it between two of its programs, until the prompt is back. */
export async function interruptUntilPrompt({ client, terminalId, type }: LabClient): Promise<void> {
  client.forget();
  await type(interrupt);
  const shell = () =>
    client.all('terminal:shell').findLast((notice) => notice.terminalId === terminalId())?.shell;
  const pressAgain = async () => {
    if (shell()?.kind !== 'prompt') await type(interrupt);
    return shell()?.kind;
  };
  // One press after the other: a late one would swallow what is typed next.
  await expect
    .poll(() => shell()?.kind, { timeout: 1000 })
    .toBe('prompt')
    .catch(() => expect.poll(pressAgain, { timeout: 20_000, interval: 1000 }).toBe('prompt'));
}

/** What somebody else has while something goes on: the slowest key, the slowest change. */
export async function slowest(lab: LabClient): Promise<{ echoMs: number; changeMs: number }> {
  const worst = { echoMs: 0, changeMs: 0 };
  for (let round = 0; round < 4; round += 1) {
    for (let key = 0; key < 5; key += 1) worst.echoMs = Math.max(worst.echoMs, await lab.echoMs());
    worst.changeMs = Math.max(worst.changeMs, await lab.changeMs());
  }
  return worst;
}

export async function residentMegabytes(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const [, bytes] = /^patchbay_process_resident_memory_bytes (\S+)$/m.exec(metrics) ?? [];
  return Number(bytes) / 1e6;
}
