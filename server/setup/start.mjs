/** `npm start` and `npm run dev`: the set-up, then the server until it ends. `--prepare`: no server. */
import { spawn } from 'node:child_process';
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import {
  node,
  prepareAgents,
  prepareDependencies,
  prepareMachine,
  preparePages,
} from './prepare.mjs';
import { runMain } from './run.mjs';

await runMain(async () => {
  chdir(fileURLToPath(new URL('../..', import.meta.url)));
  const isDev = process.argv.includes('--dev');
  prepareMachine();
  prepareDependencies();
  prepareAgents();
  if (!isDev) preparePages();
  if (!process.argv.includes('--prepare')) process.exitCode = await serve(isDev);
});

/** Resolves to the server's exit status. Signals go on to the server, which closes in order. */
function serve(isDev) {
  const args = isDev
    ? ['--watch-path=server', '--watch-preserve-output', 'server/main.ts', '--dev']
    : ['server/main.ts'];
  const server = spawn(node, args, {
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: isDev ? 'development' : 'production' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // SIGINT of a terminal reaches the whole group already; a second one would cut the closing short.
    process.on(signal, () => signal !== 'SIGINT' && server.kill(signal));
  }
  return new Promise((resolve) => {
    server.on('exit', (code) => resolve(code ?? 1));
    server.on('error', (error) => {
      console.error(`The server could not be started: ${error.message}`);
      resolve(1);
    });
  });
}
