/** What the namespace that made a packet decided before the packet was on an interface. */
import type { Decision, Origin } from '../../protocol/journey.ts';
import { changedFields } from '../decode/changed-fields.ts';
import { tellWalks } from './decisions/tell-chains.ts';
import { tellNat } from './decisions/tell-nat.ts';
import { tellNeighbour } from './decisions/tell-neighbour.ts';
import { tellRoute } from './decisions/tell-route.ts';
import { tellOwnTranslation } from './decisions/tell-translation.ts';
import { matchFlow } from './match-flow.ts';
import { questionBefore } from './questions.ts';
import type { Scene } from './scene.ts';
import type { Step } from './step.ts';
import type { Walk } from './walks.ts';

/** Null where the packet came from somewhere else, which was not seen. */
export function tellOrigin(root: Step, scene: Scene): Origin | null {
  const { sighting, identity } = root;
  const { namespace } = sighting;
  const walks = scene.walks.before(root);
  if (sighting.direction === 'in' || !isOwn(root, walks.length > 0, scene)) return null;
  const question = questionBefore(namespace, identity);
  const [first] = walks;
  // Rules may have translated it before it was seen: the first chain met it as it was made.
  const before = first?.identity ?? identity;
  const flow = first === undefined ? null : matchFlow(namespace, before, identity, scene);
  const changes =
    first === undefined
      ? []
      : changedFields(first.layers, sighting.layers, flow?.direction ?? 'forward');
  const route = question === null ? [] : tellRoute(question, root, scene);
  const nat = tellNat(namespace, changes, flow, scene);
  const own = tellWalks(walks.filter(isOfOutput), scene);
  const late = tellWalks(
    walks.filter((walk) => !isOfOutput(walk)),
    scene,
  );
  // A translated destination is looked up once more, and that is the way it goes.
  const isRedirected = before.destination !== identity.destination;
  const tracked = first === undefined ? tellOwnTranslation(root, scene) : null;
  const decisions: Decision[] = [
    ...(tracked?.isRedirected === true ? tracked.decisions : []),
    ...(isRedirected ? [...own, ...nat, ...route, ...late] : [...route, ...own, ...late, ...nat]),
    ...(tracked?.isRedirected === false ? tracked.decisions : []),
    ...tellNeighbour(question, root, scene),
  ];
  return { ...scene.network.placeOf(namespace), namespace, decisions };
}

function isOfOutput({ hook }: Walk): boolean {
  return hook === 'output';
}

/** Made here: its sender is an address of this namespace, or the rules for such packets met it. */
function isOwn(
  { sighting, identity, at }: Step,
  hasMetRules: boolean,
  { network }: Scene,
): boolean {
  if (hasMetRules || at === undefined) return hasMetRules;
  const { source, sourceMac } = identity;
  if (source === null) {
    const isHere = ({ mac }: { mac: string | null }) => mac !== null && mac === sourceMac;
    return at.mac === sourceMac || network.interfacesOf(sighting.namespace).some(isHere);
  }
  if (source === '0.0.0.0' || source === '::') return at.mac === sourceMac;
  return network.holderOf(sighting.namespace, source) !== undefined || source.startsWith('127.');
}
