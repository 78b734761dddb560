/** What the namespace that made a packet decided before the packet was on an interface. */
import type { Decision, Origin } from '../../protocol/journey.ts';
import { changedFields } from '../decode/changed-fields.ts';
import { tellWalks } from './decisions/tell-chains.ts';
import { matchFlow, tellNat } from './decisions/tell-nat.ts';
import { tellNeighbour } from './decisions/tell-neighbour.ts';
import { tellRoute } from './decisions/tell-route.ts';
import type { Step } from './join.ts';
import { questionBefore } from './questions.ts';
import type { Scene } from './scene.ts';

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
  const flow = matchFlow(namespace, before, identity, scene);
  const changes =
    first === undefined
      ? []
      : changedFields(first.layers, sighting.layers, flow?.direction ?? 'forward');
  const decisions: Decision[] = [
    ...(question === null ? [] : tellRoute(question, root, scene)),
    ...tellWalks(walks, scene),
    ...tellNat(namespace, changes, flow, scene),
    ...tellNeighbour(question, root, scene),
  ];
  return { ...scene.network.placeOf(namespace), namespace, decisions };
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
