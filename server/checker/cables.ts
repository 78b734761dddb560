/** Which cables are the world's own, laid before the learner came. */
import type { Interface } from '../protocol/topology.ts';
import type { Scene } from './scene.ts';

/** Its other end is on another machine, or out of sight, as that of the host's eth0. */
export function leadsOut(scene: Scene, own: Interface): boolean {
  return own.type === 'veth' && machineOfPeer(scene, own) !== scene.machine;
}

/** Its other end is seen, and on another machine. */
export function leadsToAnotherMachine(scene: Scene, own: Interface): boolean {
  const machine = machineOfPeer(scene, own);
  return machine !== null && machine !== scene.machine;
}

function machineOfPeer(scene: Scene, { peer }: Interface): string | null {
  const far = scene.interfaceByKey.get(peer ?? '')?.namespace ?? '';
  return scene.namespaceByKey.get(far)?.machine ?? null;
}
