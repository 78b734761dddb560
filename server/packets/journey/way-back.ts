/** Whether the kernel could have answered the sender, or drops packets whose sender it cannot. */
import { inferred, printed } from './decisions/decision.ts';
import { routeEvidence } from './decisions/tell-route.ts';
import { type Ending, unclear } from './ending.ts';
import { insideDestination } from './inside-destination.ts';
import { questionAfter, questionBack } from './questions.ts';
import type { Scene } from './scene.ts';
import type { Step } from './step.ts';

/** What the kernel answers when it would not take a packet from that source there. */
const refusedSource = /Invalid (argument|cross-device link)/;

/** Null where the way back is as it should be, or not known. */
export function backOf(step: Step, scene: Scene): Ending | null {
  const { sighting, identity, at } = step;
  const question = questionBack(step);
  const answered = question === null ? undefined : scene.routeFor(question);
  if (answered === undefined || at === undefined) return null;
  const here = scene.network.placeOf(sighting.namespace).namespaceName;
  const evidence = routeEvidence(answered);
  if (answered.answer.kind === 'none') {
    const text = `${here} has no route back to ${identity.source}: nothing can answer it.`;
    return unclear(text, [inferred('dropped', text, evidence)]);
  }
  const { device } = answered;
  if (device === null || device === at.name || answered.type === 'local') return null;
  const filters = ['all', at.name].flatMap(
    (name) => scene.network.sysctlAt(sighting.namespace, `net.ipv4.conf.${name}.rp_filter`) ?? [],
  );
  const strict = filters.find(({ value }) => value === '1');
  const onward = questionAfter(step, insideDestination(step, scene));
  const asked = onward === null ? undefined : scene.routeFor(onward);
  if (asked?.answer.kind === 'none' && refusedSource.test(asked.answer.output)) {
    const text = `${here} refuses what comes from ${identity.source} by ${at.name}, as its own route there goes by ${device} (reverse path filter).`;
    return unclear(text, [inferred('dropped', text, [...routeEvidence(asked), ...evidence])]);
  }
  if (strict !== undefined) {
    const show = scene.command(sighting.namespace, 'sysctl', strict.name);
    const setting = printed(show, `${strict.name} = ${strict.value}`, strict.key);
    const text = `It came in at ${at.name}, while the route back to ${identity.source} goes by ${device}: the reverse path filter of ${here} drops such packets.`;
    return unclear(text, [inferred('dropped', text, [setting, ...evidence])]);
  }
  const text = `${here} would send the answer to ${identity.source} out of ${device}, not of ${at.name} where it came in: the packet is dropped for that, or its answer goes astray.`;
  return unclear(text, [inferred('dropped', text, evidence)]);
}
