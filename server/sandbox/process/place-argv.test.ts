import { expect, test } from 'vitest';
import type { Machine } from '../handle.ts';
import { placeArgv } from './place-argv.ts';

const machines: readonly Machine[] = [
  { name: 'host', role: 'learner', title: 'your host', initPid: 15 },
];
const argv = ['echo', '$(reboot)'] as const;

function wordsOf(placed: ReturnType<typeof placeArgv>): string {
  return Array.isArray(placed) ? placed.slice(4).join(' ') : 'a problem';
}

test('at place sandbox no namespace is entered', () => {
  const placed = placeArgv({ kind: 'sandbox' }, machines, argv, { stdio: 'pipes' });
  expect(wordsOf(placed)).toMatch(/^sh -c .* sh \/ echo \$\(reboot\)$/);
});

test('on a machine its namespaces are entered, all of them', () => {
  const place = { kind: 'machine', machine: 'host' } as const;
  const placed = placeArgv(place, machines, argv, { stdio: 'pipes' });
  expect(wordsOf(placed)).toMatch(
    /^nsenter --target 15 --mount --uts --pid --net -- sh -c .* sh \/root echo \$\(reboot\)$/,
  );
});

test("a namespace's path is looked up on its machine", () => {
  const place = { kind: 'namespace', machine: 'host', path: '/run/netns/a b' } as const;
  const placed = placeArgv(place, machines, argv, { stdio: 'terminal', cwd: '/tmp' });
  expect(placed).toContain('--net=/run/netns/a b');
  expect(wordsOf(placed)).toMatch(/ -- nsenter --net=.* sh \/tmp echo \$\(reboot\)$/);
});

test('an unknown machine is a problem in words', () => {
  const place = { kind: 'machine', machine: 'moon' } as const;
  expect(placeArgv(place, machines, argv, { stdio: 'pipes' })).toEqual({
    problem: 'This world has no machine "moon".',
  });
});
