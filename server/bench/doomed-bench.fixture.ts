/** A bench to be ended by a signal. Its server takes its time to end, and then writes to a file. */
import { startProcess } from './child-process.ts';
import { runUntilSignal } from './endings.ts';

const [farewellPath = ''] = process.argv.slice(2);
const server = `
  process.on('SIGINT', () => process.exit(1));
  process.once('SIGTERM', () => {
    process.on('SIGTERM', () => process.exit(1));
    setTimeout(() => {
      require('fs').writeFileSync(process.env.FAREWELL, 'ended in order');
      process.exit(0);
    }, 100);
  });
  setInterval(() => undefined, 1000);
  console.log('ready');
`;

await runUntilSignal(async () => {
  await using measured = await startProcess({
    argv: [process.execPath, '-e', server],
    env: { FAREWELL: farewellPath },
    readyWhen: /ready/,
  });
  console.log(`measuring ${measured.pid}`);
  await new Promise(() => undefined);
});
