/** A challenge from its file, with the scripts that it names. */
import type { FaultList } from './author-faults.ts';
import { checkChallenge } from './check-challenge.ts';
import type { Challenge, Script } from './course.ts';
import type { CourseFiles } from './course-files.ts';
import { chooseFrom } from './did-you-mean.ts';
import { type ChallengeFile, challengeFileSchema } from './language/challenge.ts';
import type { World } from './worlds.ts';
import { type Path, readYaml } from './yaml-file.ts';

/** null: so much is wrong with its file that there is no challenge. */
export function buildChallenge(
  path: string,
  folder: string,
  world: World,
  files: CourseFiles,
  faults: FaultList,
): Pick<Challenge, 'goal' | 'probes' | 'solution' | 'wrong' | 'source'> | null {
  const report = faults.in(path);
  const source = files.get(path);
  if (typeof source !== 'string') {
    report(1, 'this file is not there', 'Write the challenge, or correct `file` in lesson.yaml.');
    return null;
  }
  const file = readYaml(source, challengeFileSchema, report);
  if (file === null) return null;
  if (world.machines.length > 0) checkChallenge(file, world.machines, report);
  const { goal, probes, solution, wrong } = file.value;

  const readScript = (script: ChallengeFile['solution'], ...at: Path): Script => {
    const scriptPath = `${folder}/${script.file}`;
    const text = files.get(scriptPath) ?? '';
    const machine = script.machine ?? goal.machine;
    if (text.trim() === '') {
      report(
        file.lineOf(...at, 'file'),
        `${script.file} is ${files.has(scriptPath) ? 'empty' : 'not there'}`,
        'Write the script, with its path from the folder of the lesson.',
      );
    }
    if (world.learnerMachines.length > 0 && !world.learnerMachines.includes(machine)) {
      report(
        file.lineOf(...at, 'machine'),
        `no terminal opens on the machine \`${machine}\``,
        chooseFrom(machine, world.learnerMachines, 'machine'),
      );
    }
    return { machine, text, path: scriptPath };
  };
  return {
    goal,
    probes,
    solution: readScript(solution, 'solution'),
    wrong: wrong.map(({ says, ...script }, index) => ({
      script: readScript(script, 'wrong', index),
      says,
    })),
    source: { file: path, line: 1 },
  };
}
