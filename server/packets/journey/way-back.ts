/** Whether the kernel can answer the sender, and refuses packets whose sender it could not. */
import type { Evidence } from '../../protocol/journey.ts';
import type { AnsweredRoute } from '../answers/answer-types.ts';
import { inferred, printed } from './decisions/decision.ts';
import { routeEvidence } from './decisions/tell-route.ts';
import { type Ending, unclear } from './ending.ts';
import { insideDestination } from './inside-destination.ts';
import { questionAfter, questionBack } from './questions.ts';
import type { Scene } from './scene.ts';
import type { Step } from './step.ts';

/** What the kernel answers when it would not take a packet from that source there. */
const refusedSource = /Invalid (argument|cross-device link)/;

/** Null where the kernel, asked for the way of such a packet, has nothing against its source. */
export function refusalOfSource(step: Step, scene: Scene): Ending | null {
  const { sighting, identity, at } = step;
  const onward = questionAfter(step, insideDestination(step, scene));
  const asked = onward === null ? undefined : scene.routeFor(onward);
  if (at === undefined || asked?.answer.kind !== 'none') return null;
  if (!refusedSource.test(asked.answer.output)) return null;
  const here = scene.network.placeOf(sighting.namespace).namespaceName;
  const back = routeBack(step, scene);
  const isElsewhere = back?.device !== undefined && back.device !== null && back.device !== at.name;
  const evidence = [
    ...routeEvidence(asked),
    ...(back === undefined ? [] : routeEvidence(back)),
    ...settingOf(step, scene),
  ];
  const reason = isElsewhere
    ? `, as its own route there goes by ${back.device} (reverse path filter)`
    : '';
  const text = `${here} refuses what comes from ${identity.source} by ${at.name}${reason}.`;
  return unclear(text, [inferred('dropped', text, evidence)]);
}

/** Why an answer did not come: null where the way back is as it should be, or not known. */
export function faultOfWayBack(step: Step, scene: Scene): Ending | null {
  const { sighting, identity, at } = step;
  const back = routeBack(step, scene);
  if (back === undefined || at === undefined) return null;
  const here = scene.network.placeOf(sighting.namespace).namespaceName;
  const evidence = routeEvidence(back);
  if (back.answer.kind === 'none') {
    const text = `${here} has no route back to ${identity.source}: it cannot answer.`;
    return unclear(text, [inferred('dropped', text, evidence)]);
  }
  if (back.device === null || back.device === at.name || back.type === 'local') return null;
  const text = `${here} would send an answer to ${identity.source} out of ${back.device}, not of ${at.name} where it came in; none was seen.`;
  return unclear(text, [inferred('dropped', text, evidence)]);
}

function routeBack(step: Step, scene: Scene): AnsweredRoute | undefined {
  const question = questionBack(step);
  return question === null ? undefined : scene.routeFor(question);
}

/** The stricter of this and the interface's own setting counts; that one is not observed. */
function settingOf({ sighting }: Step, { network, command }: Scene): Evidence[] {
  const setting = network.sysctlAt(sighting.namespace, 'net.ipv4.conf.all.rp_filter');
  if (setting === undefined) return [];
  const show = command(sighting.namespace, 'sysctl', setting.name);
  return [printed(show, `${setting.name} = ${setting.value}`, setting.key)];
}
