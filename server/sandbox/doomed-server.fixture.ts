/** A server to be killed: makes sandboxes in the data directory that it is given, and waits. */
import { createSandboxes } from './sandboxes.ts';
import { host, testConfig } from './test-sandboxes.fixture.ts';

const [dataDir = '', until] = process.argv.slice(2);
const sandboxes = await createSandboxes(testConfig(dataDir, { warm: 1 }));
if (until === 'making') {
  for (let count = 0; count < 3; count += 1) void sandboxes.acquire('one-host');
  console.log('making');
} else {
  const sandbox = await sandboxes.acquire('one-host');
  sandbox.openPty(host, { columns: 80, rows: 24 });
  sandbox.stream(host, ['sleep', '1000']);
  console.log('ready');
}
setInterval(() => undefined, 1000);
