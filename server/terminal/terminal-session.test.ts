import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { Fault } from '../fault.ts';
import type { Attachment, Output, Viewer } from './audience.ts';
import { localHandle } from './local-pty.ts';
import { readAhead, startShell } from './start-shell.ts';
import type { TerminalSession } from './terminal-session.ts';
import { atPrompt, command, open, printed, run } from './test-terminal.fixture.ts';

test('a viewer that comes back gets exactly the bytes that it has missed', async () => {
  const terminal = open();
  const all: Buffer[] = [];
  terminal.events.on('output', ({ data }) => void all.push(Buffer.from(data)));
  await run(terminal, 'seq 20000');

  const { viewer, pieces } = collector();
  const { firstSeq, nextSeq, modes } = attach(terminal, viewer, 50_000);
  expect({ firstSeq, modes }).toEqual({ firstSeq: 50_000, modes: '' });
  await expect.poll(() => Buffer.concat(pieces).length).toBe(nextSeq - firstSeq);
  expect(Buffer.concat(pieces).equals(Buffer.concat(all).subarray(firstSeq, nextSeq))).toBe(true);
});

test('a viewer that comes too late is brought into the modes that the lost bytes had set', async () => {
  const terminal = open();
  await run(terminal, String.raw`printf '\e[?1049h\e[?25l'; seq 300000`);
  const { firstSeq, modes } = attach(terminal, collector().viewer, 0);
  expect(firstSeq).toBeGreaterThan(0);
  expect(modes).toBe('\x1b[?1049h\x1b[?25l');
});

test('the head is all that was printed, until that is much or no plain text', async () => {
  const terminal = open();
  await atPrompt(terminal);
  const { head } = terminal.describe();
  const { viewer, pieces } = collector();
  expect(attach(terminal, viewer, 0).nextSeq).toBe(head.length);
  await expect.poll(() => Buffer.concat(pieces).toString()).toBe(head);
  await run(terminal, 'seq 1000');
  expect(terminal.describe().head).toBe('');

  const other = open();
  await run(other, String.raw`printf '\xc3\xa9'`);
  expect(other.describe().head).toBe('');
});

test('a shell that was read ahead is at its prompt when its terminal is opened', async () => {
  const place = { machine: 'host', namespacePath: null };
  const shell = readAhead(startShell({ place, handle: localHandle, columns: 80, rows: 24 }));
  await expect.poll(() => shell.printed().toString()).toContain('\x1b]133;B');
  const terminal = open({ shell });
  expect(terminal.describe()).toMatchObject({
    head: shell.printed().toString(),
    shell: { kind: 'prompt' },
  });
  await run(terminal, 'true');
});

test('the end of the shell ends its commands, is told once, and leaves the output to be read', async () => {
  const terminal = open();
  const ended = once(terminal.events, 'ended');
  await atPrompt(terminal);
  terminal.write('exit 7\r');
  expect(await ended).toEqual([7]);
  expect(terminal.describe()).toMatchObject({ ended: { exitCode: 7 }, shell: { kind: 'unknown' } });
  expect(terminal.commands()).toMatchObject([{ text: 'exit 7', exitCode: null }]);
  expect(() => terminal.write('x')).toThrow(/has ended/);

  const { viewer, pieces } = collector();
  attach(terminal, viewer, 0);
  await expect.poll(() => Buffer.concat(pieces).toString()).toContain('exit 7');
  terminal.kill();
  terminal.kill();
});

test('a size that a shell has missed while it began is told to it at its first prompt', async () => {
  const begun = Promise.withResolvers<void>();
  let isDeaf = true;
  const terminal = open({
    handle: {
      openPty(place, options) {
        const pty = localHandle.openPty(place, options);
        return {
          ...pty,
          onData: (listener) =>
            pty.onData((data) => {
              if (data.includes('\x1b]133;B')) isDeaf = false;
              listener(data);
            }),
          resize(columns, rows) {
            if (!isDeaf) pty.resize(columns, rows);
            else begun.resolve();
          },
        };
      },
    },
  });
  terminal.resize(97, 31);
  await begun.promise;
  await atPrompt(terminal);
  const sized = printed(terminal, /31 97/);
  await run(terminal, 'stty size');
  await sized;
});

test('a size that no screen has is refused', () => {
  const terminal = open();
  expect(() => terminal.resize(0, 24)).toThrow(/2 to 500 columns/);
  expect(() => terminal.resize(10_000, 24)).toThrow(Fault);
  expect(() => terminal.resize(80.5, 24)).toThrow(Fault);
  terminal.resize(500, 300);
});

test('a paste of 1 MB arrives whole', async () => {
  const terminal = open();
  await run(terminal, 'stty -echo');
  const ended = command(terminal, 'wc -c', 'end');
  const started = command(terminal, 'wc -c', 'start');
  const counted = printed(terminal, /1000000/);
  terminal.write('wc -c\r');
  await started;
  for (let line = 0; line < 10_000; line += 1) terminal.write(`${'x'.repeat(99)}\n`);
  terminal.write('\x04');
  await counted;
  expect(await ended).toMatchObject({ exitCode: 0 });
});

/** Until the test has ended: who takes nothing is let go seconds later, and that is a failure here. */
function attach(terminal: TerminalSession, viewer: Viewer, fromSeq: number): Attachment {
  const attachment = terminal.attach(viewer, fromSeq);
  onTestFinished(() => attachment.detach());
  return attachment;
}

function collector(): { viewer: Viewer; pieces: Buffer[] } {
  const pieces: Buffer[] = [];
  const viewer = {
    onOutput: ({ data }: Output) => void pieces.push(data),
    onDetached: (reason: string) => expect.fail(reason),
  };
  return { viewer, pieces };
}
