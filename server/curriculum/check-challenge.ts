/** Whether the names in a challenge refer to something: machines, peers, bridges, variables. */
import type { Report } from './author-faults.ts';
import { checkVariables } from './check-variables.ts';
import { chooseFrom } from './did-you-mean.ts';
import type { ChallengeFile } from './language/challenge.ts';
import type { Path, YamlFile } from './yaml-file.ts';

export function checkChallenge(
  file: YamlFile<ChallengeFile>,
  machines: readonly string[],
  report: Report,
): void {
  checkMachines(file, machines, report);
  checkInterfaces(file, report);
  checkVariables(file, report);
  checkProbes(file, report);
}

function checkMachines(
  file: YamlFile<ChallengeFile>,
  machines: readonly string[],
  report: Report,
): void {
  const uses: readonly { readonly machine: string; readonly path: Path }[] = [
    { machine: file.value.goal.machine, path: ['goal', 'machine'] },
    ...file.value.probes.flatMap((probe, index) => [
      { machine: probe.from.machine, path: ['probes', index, 'from', 'machine'] },
      ...(probe.kind === 'seen'
        ? [{ machine: probe.on.machine, path: ['probes', index, 'on', 'machine'] }]
        : []),
    ]),
  ];
  for (const { machine, path } of uses) {
    if (machines.includes(machine)) continue;
    report(
      file.lineOf(...path),
      `unknown machine \`${machine}\``,
      chooseFrom(machine, machines, 'machine'),
    );
  }
}

/** The other end of a cable, and the bridge of a port, are described by the same goal. */
function checkInterfaces(file: YamlFile<ChallengeFile>, report: Report): void {
  const { interfaces } = file.value.goal;
  for (const [index, wanted] of interfaces.entries()) {
    const at = (key: string) => file.lineOf('goal', 'interfaces', index, key);
    const isSame = (other: typeof wanted) => other.name === wanted.name && other.in === wanted.in;
    if (interfaces.findIndex(isSame) < index) {
      report(at('name'), `\`${wanted.name}\` is described twice`, 'Put all of it into one place.');
    }
    const { peer, master } = wanted;
    const others = interfaces.filter((other) => other !== wanted);
    if (peer !== undefined && !others.some(({ name }) => name === peer)) {
      reportUndescribed(peer, others, at('peer'), report);
    }
    const neighbours = others.filter((other) => other.in === wanted.in);
    if (master !== undefined && !neighbours.some(({ name }) => name === master)) {
      reportUndescribed(master, neighbours, at('master'), report);
    }
  }
}

function reportUndescribed(
  name: string,
  described: ChallengeFile['goal']['interfaces'],
  line: number,
  report: Report,
): void {
  const known = described.map((wanted) => wanted.name);
  report(
    line,
    `\`${name}\` is no interface of this goal`,
    `${chooseFrom(name, known, 'interface')} Or describe it among \`interfaces\`.`,
  );
}

function checkProbes(file: YamlFile<ChallengeFile>, report: Report): void {
  const { probes } = file.value;
  for (const [index, probe] of probes.entries()) {
    if (probes.findIndex(({ id }) => id === probe.id) < index) {
      report(
        file.lineOf('probes', index, 'id'),
        `a second probe \`${probe.id}\``,
        'Give each probe an id of its own.',
      );
    }
    if (probe.kind === 'ping' && probe.expect === 'answered' && probe.baseline !== undefined) {
      report(
        file.lineOf('probes', index, 'baseline'),
        'a baseline for a ping that is answered',
        'Remove it: a baseline shows that an unanswered ping could have been answered.',
      );
    }
    if (probe.kind === 'seen' && probe.expect === 'seen' && probe.baseline !== undefined) {
      report(
        file.lineOf('probes', index, 'baseline'),
        'a baseline for a packet that is to be seen',
        'Remove it, or say `expect: not-seen`: a baseline shows that a packet could have gone out.',
      );
    }
  }
}
