import { expect, test } from 'vitest';
import { findEngineProblem } from './prepare-engine.ts';

test('packages that are missing for real containers are named, each once', async () => {
  const problem = await findEngineProblem([
    { paths: ['/bin/sh'], debianPackage: 'dash' },
    { paths: ['/usr/lib/nowhere/netavark'], debianPackage: 'netavark' },
    { paths: ['/usr/lib/nowhere/a', '/usr/lib/nowhere/b'], debianPackage: 'podman' },
    { paths: ['/usr/lib/nowhere/c'], debianPackage: 'podman' },
  ]);
  expect(problem).toContain('these packages are missing: netavark podman.');
});

test('nothing is said where all are there', async () => {
  expect(await findEngineProblem([{ paths: ['/bin/sh'], debianPackage: 'dash' }])).toBeUndefined();
});
