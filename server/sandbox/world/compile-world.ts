/**
 * Compiles a world to the shell script that a sandbox's init runs, inside its own user namespace, to
 * build it. What the script reports on file descriptor 3 is read by parse-boot-report.ts.
 */
import { engineScript } from '../engine/engine-script.ts';
import { bootFunctions } from './boot-functions.ts';
import { command, quote } from './shell-words.ts';
import { sysctlsOf } from './sysctls.ts';
import type { World, WorldMachine, WorldService } from './world.ts';

export function compileWorld(world: World, machineDiskBytes: number): string {
  const machines = world.machines.map((machine, index) => ({ machine, pid: `$pid${index}` }));
  return lines(
    bootFunctions,
    ...machines.map(({ machine }) =>
      background(command('make_machine', machine.name, machineDiskBytes, prepare(world, machine))),
    ),
    'await_jobs',
    ...machines.map(({ machine }, index) => `read -r pid${index} < ${machineFile(machine)}`),
    ...joinLinks(world, machines),
    ...machines.map(({ machine, pid }) =>
      background(`enter_machine "${pid}" ${quote(equip(machine))}`),
    ),
    'await_jobs',
    ...machines.map(({ machine, pid }) => `echo "machine ${machine.name} ${pid}" >&3`),
    'finish',
  );
}

type PlacedMachine = { readonly machine: WorldMachine; readonly pid: string };

/** Runs on the machine before it has interfaces. */
function prepare(world: World, machine: WorldMachine): string {
  return lines(
    ...Object.entries(sysctlsOf(machine)).map(([key, value]) =>
      command('sysctl_set', `/proc/sys/${key.replaceAll('.', '/')}`, value),
    ),
    write('/etc/hostname', `${machine.name}\n`),
    command('append_file', '/etc/hosts', `127.0.1.1 ${machine.name}\n`),
    write('/etc/resolv.conf', lines(...machine.nameServers.map((at) => `nameserver ${at}`))),
    ...machine.files.flatMap((file) => [
      write(file.path, world.sources.get(file.source) ?? ''),
      command('chmod', file.executable ? '755' : '644', file.path),
    ]),
    ...(machine.engine === undefined ? [] : engineScript()),
  );
}

/** Runs on the machine once its interfaces exist: addresses and routes, then what answers on them. */
function equip(machine: WorldMachine): string {
  const ip = lines(
    ...machine.interfaces.flatMap(({ name, addresses }) => [
      ...addresses.map((address) => `address add ${address} ${broadcast(address)} dev ${name}`),
      `link set ${name} up`,
    ]),
    'link set lo up',
    ...machine.routes.map(({ to, via }) => `route add ${to} via ${via}`),
  );
  return lines(`/sbin/ip -batch - <<'END'`, `${ip}END`, ...machine.services.map(start));
}

/** As a distribution's own tools do; a single address has no broadcast address. */
function broadcast(address: string): string {
  return address.includes(':') || address.endsWith('/32') ? '' : 'broadcast +';
}

function start(service: WorldService): string {
  switch (service.kind) {
    case 'dns':
      return command(
        'dnsmasq',
        '--conf-file=/dev/null',
        '--user=root',
        '--pid-file=',
        '--no-resolv',
        '--no-hosts',
        '--bind-interfaces',
        '--local=/#/',
        ...service.addresses.map((address) => `--listen-address=${address}`),
        ...Object.entries(service.names).map(
          ([name, address]) => `--host-record=${name},${address}`,
        ),
      );
    case 'http': {
      const folder = `/srv/${service.address}-${service.port}`;
      return lines(
        write(`${folder}/index.html`, service.page),
        `${command('busybox', 'httpd', '-p', `${service.address}:${service.port}`, '-h', folder)} 2>/dev/null`,
      );
    }
  }
}

function joinLinks(world: World, machines: readonly PlacedMachine[]): string[] {
  return world.links.flatMap((link, linkIndex) => {
    const ends = machines.flatMap(({ machine, pid }) =>
      machine.interfaces
        .filter((one) => one.link === link.name)
        .map((one) => ({ name: one.name, pid })),
    );
    if (link.kind === 'segment') {
      const bridge = `link${linkIndex}`;
      return [
        `/sbin/ip link add name ${bridge} type bridge`,
        `/sbin/ip link set ${bridge} up`,
        ...ends.flatMap(({ name, pid }, port) => [
          `/sbin/ip link add name ${bridge}port${port} type veth peer name ${name} netns "${pid}"`,
          `/sbin/ip link set ${bridge}port${port} master ${bridge} up`,
        ]),
      ];
    }
    const [one, other] = ends;
    if (one === undefined || other === undefined) return [];
    return [
      `/sbin/ip link add name ${one.name} netns "${one.pid}" type veth peer name ${other.name} netns "${other.pid}"`,
    ];
  });
}

function machineFile(machine: WorldMachine): string {
  return `/run/machines/${machine.name}`;
}

function write(path: string, content: string): string {
  return command('write_file', path, content);
}

function background(line: string): string {
  return `${line} & jobs="$jobs $!"`;
}

function lines(...all: readonly string[]): string {
  return all.map((line) => (line.endsWith('\n') ? line : `${line}\n`)).join('');
}
