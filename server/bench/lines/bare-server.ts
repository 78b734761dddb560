/** node-pty and ws with nothing between them: the least that a terminal on the web can cost. */
import { createServer } from 'node:http';
import { spawn } from 'node-pty';
import { WebSocketServer } from 'ws';

const server = createServer();
new WebSocketServer({ server }).on('connection', (socket) => {
  const pty = spawn('bash', ['--norc'], { cols: 80, rows: 24, encoding: null });
  pty.onData((data) => socket.send(data));
  socket.on('message', (data) => pty.write(data.toString()));
  socket.on('close', () => pty.kill());
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
