import { once } from 'node:events';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { startProcess } from '../child-process.ts';
import type { Line, OutputListener } from './line.ts';

const port = 4391;

export async function openBareLine(): Promise<Line> {
  const server = await startProcess({
    argv: [process.execPath, join(import.meta.dirname, 'bare-server.ts')],
    env: { PORT: String(port) },
    readyWhen: /ready/,
  });
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  await once(socket, 'open');
  let listener: OutputListener = () => undefined;
  socket.on('message', (data: Buffer) => listener(data));
  return {
    type: (text) => socket.send(text),
    onOutput: (next) => {
      listener = next;
    },
    async [Symbol.asyncDispose]() {
      socket.close();
      await server[Symbol.asyncDispose]();
    },
  };
}
