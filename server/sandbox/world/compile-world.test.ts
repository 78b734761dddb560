import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { parseBootReport } from './boot-report.ts';
import { compileWorld } from './compile-world.ts';
import { quote } from './shell-words.ts';
import { type World, worldSchema } from './world.ts';

const world: World = {
  name: 'test',
  sources: new Map([['hello.sh', `echo "it's $HOME"\n`]]),
  ...worldSchema.parse({
    title: 'Two machines',
    machines: [
      {
        name: 'host',
        role: 'learner',
        title: 'your host',
        interfaces: [{ name: 'eth0', link: 'lan', addresses: ['172.16.0.2/16'] }],
        routes: [{ to: 'default', via: '172.16.0.1' }],
        nameServers: ['8.8.8.8'],
        files: [{ path: '/root/hello.sh', source: 'hello.sh', executable: true }],
      },
      {
        name: 'router',
        role: 'scenery',
        title: 'the router',
        interfaces: [
          { name: 'eth0', link: 'lan', addresses: ['172.16.0.1/16'] },
          { name: 'lo', addresses: ['8.8.8.8/32'] },
        ],
        sysctls: { 'net.ipv4.ip_forward': 1 },
        services: [{ kind: 'dns', addresses: ['8.8.8.8'], names: { 'a.test': '1.2.3.4' } }],
      },
    ],
    links: [{ name: 'lan', kind: 'point-to-point' }],
  }),
};

/** The script with its quoting undone as far as it goes, so that a test can read the inner lines. */
const script = compileWorld(world, 1024).replaceAll(`'\\''`, "'");

test('the script is one that a shell can read', () => {
  execFileSync('sh', ['-n', '-c', compileWorld(world, 1024)]);
});

test('a cable joins the two machines directly, by the process ids of their inits', () => {
  expect(script).toContain(
    '/sbin/ip link add name eth0 netns "$pid0" type veth peer name eth0 netns "$pid1"',
  );
});

test('addresses have their broadcast address, except single ones', () => {
  expect(script).toContain('address add 172.16.0.2/16 broadcast + dev eth0');
  expect(script).toContain('address add 8.8.8.8/32  dev lo');
  expect(script).toContain('route add default via 172.16.0.1');
});

test("a machine's own sysctls win over those of its role", () => {
  const settings = [...script.matchAll(/ip_forward' '(\d)'/g)].map(([, value]) => value);
  expect(settings).toEqual(['0', '1']);
});

test('only a machine with an engine gets its settings, its images and its command', () => {
  expect(script).not.toContain('containers');
  const [host, ...others] = world.machines;
  if (host === undefined) throw new Error('This world has machines.');
  const withEngine = { ...world, machines: [{ ...host, engine: 'podman' as const }, ...others] };
  const compiled = compileWorld(withEngine, 1024);
  execFileSync('sh', ['-n', '-c', compiled]);
  expect(compiled.match(/mount -o bind \/usr\/local\/lib\/engine\/bin/g)).toHaveLength(1);
  expect(compiled).toContain('/etc/containers/containers.conf');
});

test('a segment is a bridge outside of every machine', () => {
  const onSwitch = { ...world, links: [{ name: 'lan', kind: 'segment' as const }] };
  const compiled = compileWorld(onSwitch, 1024);
  expect(compiled).toContain('/sbin/ip link add name link0 type bridge');
  expect(compiled).toContain(
    '/sbin/ip link add name link0port1 type veth peer name eth0 netns "$pid1"',
  );
});

test('any text survives the quoting', () => {
  for (const text of [`it's`, '$(reboot) `x` "\\"', 'two\nlines', "'''", ''])
    expect(execFileSync('sh', ['-c', `printf %s ${quote(text)}`]).toString()).toBe(text);
});

test('the report of the script names the process id of every machine', () => {
  const report = 'machine host 12\nmachine router 14\nready\n';
  expect(parseBootReport(report, world)).toEqual([
    { name: 'host', role: 'learner', title: 'your host', initPid: 12 },
    { name: 'router', role: 'scenery', title: 'the router', initPid: 14 },
  ]);
});
