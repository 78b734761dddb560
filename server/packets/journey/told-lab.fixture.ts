/** Traces what a script does in a real sandbox, and tells it, for kernel tests. */
import { type Journey, journeySchema } from '../../protocol/journey.ts';
import type { Topology } from '../../protocol/topology.ts';
import type { SandboxHandle } from '../../sandbox/handle.ts';
import { createAnswerDesk } from '../answers/answer-desk.ts';
import { captureLab } from '../capture/captured-lab.fixture.ts';
import { createRecorder } from '../recorder.ts';
import { buildJourneys } from './build-journeys.ts';
import { rememberPlaces } from './remember-places.ts';
import { routeQuestions } from './route-questions.ts';

type Lab = {
  readonly handle: SandboxHandle;
  act(script: string): Promise<unknown>;
  now(): Topology;
};

/** `act`: a script on the machine `host`, or what else is done meanwhile. */
export async function tellLab(
  lab: Lab,
  act: string | (() => Promise<unknown>),
): Promise<Journey[]> {
  const before = lab.now();
  const { capture, ...seen } = await captureLab(lab.handle, before);
  await (typeof act === 'string' ? lab.act(act) : act());
  await capture.settle();
  await capture.stop();
  const recorder = createRecorder();
  recorder.addSightings(seen.sightings);
  recorder.addVerdicts(seen.verdicts);
  recorder.leaveOut(seen.leftOut());
  const recording = recorder.recording(true);
  const topology = lab.now();
  const places = rememberPlaces(before, topology);
  const answers = await createAnswerDesk(lab.handle).answer({
    topology,
    questions: routeQuestions(recording, places),
    namespaces: [...new Set(recording.sightings.map(({ namespace }) => namespace))],
    verdicts: recording.verdicts,
  });
  const nowNs = recording.sightings.at(-1)?.atNs ?? 0;
  const journeys = buildJourneys({ recording, topology: places, answers, nowNs });
  return journeys.map((journey) => journeySchema.parse(journey));
}
