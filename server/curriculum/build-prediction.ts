/** A prediction from its file. */
import type { FaultList } from './author-faults.ts';
import type { Prediction } from './course.ts';
import type { CourseFiles } from './course-files.ts';
import { chooseFrom } from './did-you-mean.ts';
import { predictionFileSchema } from './language/prediction.ts';
import type { World } from './worlds.ts';
import { readYaml } from './yaml-file.ts';

/** null: so much is wrong with its file that there is no prediction. */
export function buildPrediction(
  path: string,
  world: World,
  files: CourseFiles,
  faults: FaultList,
): Pick<Prediction, 'from' | 'probe' | 'asks' | 'options' | 'truth' | 'source'> | null {
  const report = faults.in(path);
  const source = files.get(path);
  if (typeof source !== 'string') {
    report(1, 'this file is not there', 'Write the prediction, or correct `file` in lesson.yaml.');
    return null;
  }
  const file = readYaml(source, predictionFileSchema, report);
  if (file === null) return null;
  const { value, lineOf } = file;
  const { from, probe, asks, truth } = value;
  const options = value.asks === 'answered' ? ['yes', 'no'] : value.options;
  if (world.machines.length > 0 && !world.machines.includes(from.machine)) {
    report(
      lineOf('from', 'machine'),
      `unknown machine \`${from.machine}\``,
      chooseFrom(from.machine, world.machines, 'machine'),
    );
  }
  for (const [index, option] of options.entries()) {
    if (options.indexOf(option) === index) continue;
    report(lineOf('options', index), `a second option \`${option}\``, 'Give each option once.');
  }
  if (!options.includes(truth)) {
    report(
      lineOf('truth'),
      `the truth \`${truth}\` is none of the options`,
      chooseFrom(truth, options, 'option'),
    );
  }
  return { from, probe, asks, options, truth, source: { file: path, line: 1 } };
}
