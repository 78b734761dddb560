/** Kernel settings. */
import type { Draft } from './draft.ts';
import type { Spot } from './match-namespaces.ts';

/** What a new namespace begins with; others begin with what the real machine has. */
const fresh = new Map([
  ['net.ipv4.ip_forward', '0'],
  ['net.ipv6.conf.all.forwarding', '0'],
  ['net.bridge.bridge-nf-call-iptables', '1'],
  ['net.bridge.bridge-nf-call-ip6tables', '1'],
]);

export function planSettings(draft: Draft, { now, target, where }: Spot): void {
  const present = new Map(
    draft.now.objects.flatMap((object) =>
      object.kind === 'sysctl' && object.namespace === now?.key
        ? [[object.name, object.value] as const]
        : [],
    ),
  );
  for (const object of draft.target.objects) {
    if (object.kind !== 'sysctl' || object.namespace !== target?.key) continue;
    const { name, value } = object;
    const known = (now === null ? fresh : present).get(name) ?? value;
    if (known === value) continue;
    draft.note(where, { kind: 'sysctl', words: ['-w', `${name}=${value}`] });
  }
}
