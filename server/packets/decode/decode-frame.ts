/**
 * Takes a captured Ethernet frame apart.
 *
 * `length` is the frame's size on the wire; where fewer bytes were captured, what is there is decoded
 * and nothing is called malformed for it. Bytes that contradict their protocol end in a `malformed`
 * layer. Never throws: what a learner sends is bytes, whatever they say. Checksums are not judged,
 * since between virtual interfaces the kernel leaves them to be filled in by hardware.
 */
import type { Layer } from '../../protocol/packet.ts';
import { decodeArp } from './arp.ts';
import { decodeDhcp } from './dhcp.ts';
import { decodeDns } from './dns.ts';
import { decodeEthernet } from './ethernet.ts';
import { decodeIcmp } from './icmp.ts';
import { decodeIcmpv6 } from './icmpv6.ts';
import { decodeIpv4 } from './ipv4.ts';
import { decodeIpv6 } from './ipv6.ts';
import { type Protocol, payload, type Region, type Step } from './region.ts';
import { decodeTcp } from './tcp.ts';
import { decodeUdp } from './udp.ts';
import { decodeVxlan } from './vxlan.ts';

// Tunnels in tunnels: three of them with everything inside stay below, and a frame made of nothing
// but nested headers does not become hundreds of layers.
const layerLimit = 24;

export function decodeFrame(bytes: Uint8Array, length: number): Layer[] {
  const frame: Region = {
    bytes,
    start: 0,
    end: Math.max(length, bytes.length),
    isFirstFragment: false,
  };
  const layers: Layer[] = [];
  let next: Step['next'] = { protocol: 'ethernet', region: frame };
  while (next !== null) {
    const step: Step =
      layers.length < layerLimit
        ? decoders[next.protocol](next.region)
        : payload(next.region, next.protocol);
    layers.push(...step.layers);
    next = step.next;
  }
  return layers;
}

const decoders: Record<Protocol, (region: Region) => Step> = {
  ethernet: decodeEthernet,
  arp: decodeArp,
  ipv4: decodeIpv4,
  ipv6: decodeIpv6,
  icmp: decodeIcmp,
  icmpv6: decodeIcmpv6,
  tcp: decodeTcp,
  udp: decodeUdp,
  dns: decodeDns,
  dhcp: decodeDhcp,
  vxlan: decodeVxlan,
};
