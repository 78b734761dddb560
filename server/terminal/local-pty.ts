/** A bash on this machine, with no sandbox around it: for tests and the benchmark only. */
import { join } from 'node:path';
import { spawn } from 'node-pty';
import type { Pty, SandboxHandle } from '../sandbox/handle.ts';

const rcPath = join(import.meta.dirname, 'shell-rc.sh');

export const localHandle: Pick<SandboxHandle, 'openPty'> = {
  openPty(_place, { columns, rows, argv, env }): Pty {
    const [file, ...args] = argv ?? ['bash', '--rcfile', rcPath];
    const home = '/nonexistent'; // nobody's history, nobody's .bashrc
    const pty = spawn(file, args, {
      cols: columns,
      rows,
      cwd: '/',
      encoding: null,
      env: { PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8', ...env },
    });
    return {
      onData: (listener) => {
        // node-pty's types say string whatever the encoding.
        pty.onData((data: string | Buffer) => listener(Buffer.from(data)));
      },
      onExit: (listener) => {
        pty.onExit(({ exitCode, signal }) =>
          listener({ exitCode: signal ? null : exitCode, signal: signal ?? null }),
        );
      },
      write: (data) => pty.write(data),
      resize: (columns, rows) => pty.resize(columns, rows),
      pause: () => pty.pause(),
      resume: () => pty.resume(),
      kill: () => pty.kill('SIGHUP'),
    };
  },
};
