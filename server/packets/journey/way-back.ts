/** Whether the kernel can answer the sender, and refuses packets whose sender it could not. */
import type { Evidence } from '../../protocol/journey.ts';
import type { AnsweredRoute } from '../answers/answer-types.ts';
import { inferred, settingEvidence } from './decisions/decision.ts';
import { routeEvidence } from './decisions/tell-route.ts';
import { type Ending, unclear } from './ending.ts';
import { insideDestination } from './inside-destination.ts';
import { questionAfter, questionBack, senderOf } from './questions.ts';
import { askedBy } from './resolutions.ts';
import type { Scene } from './scene.ts';
import type { Step } from './step.ts';

/** What the kernel answers when it would not take a packet from that source there. */
const refusedSource = /Invalid (argument|cross-device link)/;

/** Null where the kernel, asked for the way of such a packet, has nothing against its source. */
export function refusalOfSource(step: Step, scene: Scene): Ending | null {
  const { sighting, identity, at } = step;
  const sender = senderOf(identity);
  const onward = questionAfter(step, askedBy(identity.upper) ?? insideDestination(step, scene));
  const asked = onward === null ? undefined : scene.routeFor(onward);
  if (at === undefined || asked?.answer.kind !== 'none') return null;
  // A route that is there to refuse gives the same answer: it is told by itself.
  if (!refusedSource.test(asked.answer.output) || asked.answer.route !== null) return null;
  const here = scene.network.placeOf(sighting.namespace).namespaceName;
  const back = routeBack(step, scene);
  const own = back?.type === 'local' || isLoopback(sender) ? settingForOwn(sender) : null;
  const evidence = [
    ...routeEvidence(asked),
    ...(back === undefined ? [] : routeEvidence(back)),
    ...settingOf(step, own?.name ?? 'rp_filter', scene),
  ];
  const reason = own?.reason ?? whyNotFromThere(back, at.name);
  const text = `${here} refuses what comes from ${sender} by ${at.name}${reason}.`;
  return unclear(text, [inferred('dropped', text, evidence)]);
}

function isLoopback(address: string | null): boolean {
  return address?.startsWith('127.') === true;
}

/** So it is with every rp_filter. */
function settingForOwn(source: string | null): { readonly name: string; readonly reason: string } {
  return isLoopback(source)
    ? {
        name: 'route_localnet',
        reason:
          ': that is a loopback address, which the kernel takes in from nowhere else, unless route_localnet is 1',
      }
    : {
        name: 'accept_local',
        reason:
          ': that is its own address, and from outside the kernel takes in nothing that says it comes from itself, unless accept_local is 1',
      };
}

function whyNotFromThere(back: AnsweredRoute | undefined, device: string): string {
  if (back?.answer.kind === 'none') return ', as it has no route there (reverse path filter)';
  const way = back?.device ?? null;
  return way === null || way === device
    ? ''
    : `, as its own route there goes by ${way} (reverse path filter)`;
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

export function routeBack(step: Step, scene: Scene): AnsweredRoute | undefined {
  const question = questionBack(step);
  return question === null ? undefined : scene.routeFor(question);
}

/** The interface's own setting counts as well; that one is not observed. */
function settingOf({ sighting }: Step, name: string, scene: Scene): Evidence[] {
  const setting = scene.network.sysctlAt(sighting.namespace, `net.ipv4.conf.all.${name}`);
  return setting === undefined ? [] : [settingEvidence(setting, scene)];
}
