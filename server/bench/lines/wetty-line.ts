/** WeTTY, from the registry into a folder of its own: it is measured, not used. */
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { io } from 'socket.io-client';
import { startProcess } from '../child-process.ts';
import type { Line, OutputListener } from './line.ts';

const version = '3.2.0';
const port = 4392;

export async function openWettyLine(): Promise<Line> {
  const main = await install();
  const server = await startProcess({
    // As root it runs the command itself; otherwise it would ask for ssh.
    argv: [
      process.execPath,
      main,
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--command',
      'bash',
    ],
    env: { NODE_ENV: 'production' },
    readyWhen: /Server started/,
  });
  const socket = io(`http://127.0.0.1:${port}`, {
    transports: ['websocket'],
    reconnection: false,
  });
  await new Promise((resolve, reject) => {
    socket.once('login', () => resolve(undefined));
    socket.once('connect_error', reject);
  });
  let listener: OutputListener = () => undefined;
  socket.on('data', (text: string) => {
    socket.emit('commit', text.length);
    listener(Buffer.from(text));
  });
  return {
    type: (text) => socket.emit('input', text),
    onOutput: (next) => {
      listener = next;
    },
    async [Symbol.asyncDispose]() {
      socket.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

async function install(): Promise<string> {
  const folder = join(tmpdir(), `patchbay-bench-wetty-${version}`);
  await mkdir(folder, { recursive: true });
  const manifest = { private: true, allowScripts: { 'node-pty': true } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  const argv = ['install', '--no-audit', '--no-fund', '--no-save', `wetty@${version}`];
  await execa('npm', argv, { cwd: folder, timeout: 180_000 });
  return join(folder, 'node_modules/wetty/build/main.js');
}
