/** Traces what a script does in a real sandbox, and tells it, for kernel tests. */
import type { Journey } from '../../protocol/journey.ts';
import type { ObservedSandbox } from '../../topology/observed-sandbox.fixture.ts';
import { createAnswerDesk } from '../answers/answer-desk.ts';
import { captureLab } from '../capture/captured-lab.fixture.ts';
import { createRecorder } from '../recorder.ts';
import { buildJourneys } from './build-journeys.ts';
import { routeQuestions } from './route-questions.ts';

export async function tellLab(lab: ObservedSandbox, script: string): Promise<Journey[]> {
  const { capture, ...seen } = await captureLab(lab.handle, lab.now());
  await lab.act(script);
  await capture.settle();
  await capture.stop();
  const recorder = createRecorder();
  recorder.addSightings(seen.sightings);
  recorder.addVerdicts(seen.verdicts);
  recorder.leaveOut(seen.leftOut());
  const recording = recorder.recording(true);
  const topology = lab.now();
  const answers = await createAnswerDesk(lab.handle).answer({
    topology,
    questions: routeQuestions(recording, topology),
    namespaces: [...new Set(recording.sightings.map(({ namespace }) => namespace))],
    traced: [...new Set(recording.verdicts.map(({ namespace }) => namespace))],
  });
  return buildJourneys({ recording, topology, answers });
}
