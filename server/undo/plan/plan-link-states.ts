/** What an interface is set to: up or down, its bridge, MAC and MTU. */
import { type Draft, type DraftLink, nailedMacs } from './draft.ts';
import { comeUp, goDown, setMaster } from './kernel-effects.ts';
import type { Spot } from './match-namespaces.ts';

export function planLinkStates(draft: Draft, spot: Spot): void {
  const links = [...draft.links].filter((link) => link.spot === spot && link.wanted !== null);
  const set = ({ name }: DraftLink, ...words: string[]) =>
    draft.note(spot.where, { kind: 'ip', words: ['link', 'set', 'dev', name, ...words] });

  for (const link of links) {
    if (!link.isUp || link.wanted?.isUp !== false) continue;
    set(link, 'down');
    goDown(draft, link);
  }
  for (const link of links) {
    const master = draft.linkOfTarget(link.wanted?.master ?? '') ?? null;
    if (link.master === master) continue;
    set(link, ...(master === null ? ['nomaster'] : ['master', master.name]));
    setMaster(link, master);
  }
  for (const link of links) {
    const { wanted } = link;
    if (wanted?.mac && wanted.mac !== link.mac && !isMacOfPorts(draft, link)) {
      set(link, 'address', wanted.mac);
      link.mac = wanted.mac;
    }
  }
  // A bridge follows its ports, so that they come first.
  const portsFirst = links.toSorted((one, other) => rank(one) - rank(other));
  for (const link of portsFirst) {
    const { wanted } = link;
    if (wanted === null || mtuNow(draft, link) === wanted.mtu) continue;
    set(link, 'mtu', String(wanted.mtu));
    link.mtu = wanted.mtu;
  }
  for (const link of links) {
    if (link.isUp || link.wanted?.isUp !== true) continue;
    set(link, 'up');
    comeUp(draft, link);
  }
}

/** What was nailed to a port, and neighbours that somebody has written down. */
export function planEntries(draft: Draft, spot: Spot): void {
  for (const link of draft.links) {
    if (link.spot !== spot || link.wanted === null) continue;
    const wanted = nailedMacs(draft.target, link.wanted);
    const note = (op: string, mac: string) => {
      const words = ['fdb', op, mac, 'dev', link.name, 'master', 'permanent'];
      draft.note(spot.where, { kind: 'bridge', words });
    };
    for (const mac of link.fdb.filter((each) => !wanted.includes(each))) note('del', mac);
    for (const mac of wanted.filter((each) => !link.fdb.includes(each))) note('add', mac);
  }
}

function rank({ type }: DraftLink): number {
  return type === 'bridge' ? 1 : 0;
}

/**
 * A bridge takes the lowest MAC of its ports unless somebody sets one, which the kernel never forgets
 * again: so it is set only where it is, or is to be, another.
 */
function isMacOfPorts(draft: Draft, link: DraftLink): boolean {
  if (link.type !== 'bridge') return false;
  return !hasOwnMac(draft.target, link.wanted) && !hasOwnMac(draft.now, link.now);
}

function hasOwnMac({ objects }: Draft['now'], bridge: DraftLink['now']): boolean {
  if (bridge === null) return false;
  const ports = objects.flatMap((object) =>
    object.kind === 'interface' && object.master === bridge.key ? [object.mac] : [],
  );
  return ports.length > 0 && !ports.includes(bridge.mac);
}

/** The MTU of a bridge is the smallest of its ports, unless somebody has set it. */
function mtuNow(draft: Draft, link: DraftLink): number {
  if (link.type !== 'bridge') return link.mtu;
  const before = draft.now.objects.flatMap((object) =>
    link.now !== null && object.kind === 'interface' && object.master === link.now.key
      ? [object.mtu]
      : [],
  );
  const isSet = link.now !== null && link.mtu !== smallest(before);
  const ports = [...draft.links].filter(({ master }) => master === link).map(({ mtu }) => mtu);
  return isSet ? link.mtu : smallest(ports);
}

function smallest(mtus: readonly number[]): number {
  return mtus.length === 0 ? 1500 : Math.min(...mtus);
}
