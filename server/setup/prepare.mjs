/** All of the set-up, step by step. The working directory is the project's root. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { buildPackages, ensureEngine, ensurePackages, runtimePackages } from './packages.mjs';
import { run, SetupError } from './run.mjs';
import { onceFor } from './stamp.mjs';

/** The Node that everything after the set-up runs on: node:sqlite and TypeScript without a build. */
export const node = 'node_modules/.bin/node';

const quietEnv = {
  ...process.env,
  NEXT_TELEMETRY_DISABLED: '1',
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
};

export function prepareMachine(extraPackages = []) {
  if (process.platform !== 'linux') {
    throw new SetupError(
      'Patchbay makes its sandboxes with Linux namespaces; this machine does not run Linux.',
      'Use a Linux machine, a virtual machine, or the container: docker compose up',
    );
  }
  ensurePackages([...runtimePackages, ...buildPackages, ...extraPackages]);
  ensureEngine();
}

export function prepareDependencies() {
  // .npmrc and the manifest decide what npm ci yields, beside the lock file.
  onceFor('node_modules/.patchbay-lock', ['package-lock.json', 'package.json'], () => {
    console.log('Installing npm packages');
    run('npm', ['ci', '--no-audit', '--no-fund'], { env: quietEnv });
  });
  if (!existsSync(node)) {
    throw new SetupError(
      `npm installed no Node for this machine's processor (${process.arch}).`,
      'Patchbay runs on x64 and arm64.',
    );
  }
}

/** The programs that run inside of sandboxes: small, in C, and in need of no library at run time. */
const agents = [
  { folder: 'server/topology/agent', binary: 'server/topology/bin/netwatch' },
  { folder: 'server/packets/agent', binary: 'server/packets/bin/packetwatch' },
];

/** Compiles the watchers of network namespaces and of packets. */
export function prepareAgents() {
  for (const { folder, binary } of agents) {
    const compile = () => {
      mkdirSync(dirname(binary), { recursive: true });
      const sources = readdirSync(folder)
        .filter((name) => name.endsWith('.c'))
        .map((name) => `${folder}/${name}`);
      run('cc', ['-O2', '-static', '-Wall', '-Wextra', '-Werror', '-o', binary, ...sources], {
        remedy: 'Install a C compiler: apt-get install gcc libc6-dev',
      });
    };
    if (!existsSync(binary)) compile();
    onceFor(`node_modules/.patchbay-${basename(binary)}`, [folder], compile);
  }
}

export function preparePages() {
  const sources = [
    'app',
    'components',
    'public',
    'server/protocol',
    'server/curriculum',
    'next.config.ts',
    'tsconfig.json',
    'package-lock.json',
  ];
  onceFor('.next/patchbay-sources', sources, () => {
    console.log('Building the pages');
    run(node, ['node_modules/next/dist/bin/next', 'build'], { env: quietEnv });
  });
}
