/** What differs in one packet between two hops, each difference with its reason. */
import type { FieldChange } from '../../protocol/journey.ts';
import type { Layer } from '../../protocol/packet.ts';

/**
 * `direction` is that of the flow which conntrack keeps: `forward` as its first packet went. On the
 * way back NAT is undone, so it is the other end's field that changes, for the same reason.
 *
 * Where both packets are in tunnels of the same depth, the fields of the outer ones are called "outer
 * …"; where only one is, the packets inside are compared.
 */
export function changedFields(
  before: readonly Layer[],
  after: readonly Layer[],
  direction: 'forward' | 'back',
): FieldChange[] {
  const packetsBefore = splitAtTunnels(before);
  const packetsAfter = splitAtTunnels(after);
  const depth = packetsBefore.length === packetsAfter.length ? packetsBefore.length : 1;
  const changes: FieldChange[] = [];
  for (let fromInside = depth; fromInside >= 1; fromInside -= 1) {
    const prefix = 'outer '.repeat(fromInside - 1);
    const fieldsBefore = fieldsOf(packetsBefore.at(-fromInside) ?? [], direction);
    const fieldsAfter = fieldsOf(packetsAfter.at(-fromInside) ?? [], direction);
    changes.push(...differences(fieldsBefore, fieldsAfter, prefix));
  }
  return changes;
}

type Field = { readonly value: string; readonly why: FieldChange['why'] };

function splitAtTunnels(layers: readonly Layer[]): Layer[][] {
  const packets: Layer[][] = [[]];
  for (const layer of layers) {
    if (layer.kind === 'vxlan') packets.push([]);
    else packets.at(-1)?.push(layer);
  }
  return packets;
}

function fieldsOf(layers: readonly Layer[], direction: 'forward' | 'back'): Map<string, Field> {
  const fields = new Map<string, Field>();
  const isForward = direction === 'forward';
  const sourceWhy = isForward ? 'source-nat' : 'destination-nat';
  const destinationWhy = isForward ? 'destination-nat' : 'source-nat';
  for (const layer of layers) {
    switch (layer.kind) {
      case 'ethernet':
        fields.set('source MAC', { value: layer.source, why: 'frame' });
        fields.set('destination MAC', { value: layer.destination, why: 'frame' });
        break;
      case 'ipv4':
      case 'ipv6':
        fields.set('source address', { value: layer.source, why: sourceWhy });
        fields.set('destination address', { value: layer.destination, why: destinationWhy });
        if (layer.kind === 'ipv4') fields.set('TTL', { value: `${layer.ttl}`, why: 'forwarded' });
        else fields.set('hop limit', { value: `${layer.hopLimit}`, why: 'forwarded' });
        break;
      case 'tcp':
      case 'udp':
        fields.set('source port', { value: `${layer.sourcePort}`, why: sourceWhy });
        fields.set('destination port', { value: `${layer.destinationPort}`, why: destinationWhy });
        break;
      case 'icmp':
        // Masquerading gives an echo a number of its own where two hosts chose the same.
        if (layer.identifier !== null) {
          fields.set('ICMP identifier', { value: `${layer.identifier}`, why: 'source-nat' });
        }
        break;
    }
  }
  return fields;
}

function differences(
  before: ReadonlyMap<string, Field>,
  after: ReadonlyMap<string, Field>,
  prefix: string,
): FieldChange[] {
  const changes: FieldChange[] = [];
  for (const [field, { value, why }] of before) {
    const other = after.get(field);
    if (other === undefined || other.value === value) continue;
    const isForwarding = why !== 'forwarded' || Number(other.value) < Number(value);
    changes.push({
      field: `${prefix}${field}`,
      before: value,
      after: other.value,
      why: isForwarding ? why : 'other',
    });
  }
  return changes;
}
