/** Interfaces and their addresses, of `ip -j -d address show`. */
import * as z from 'zod';
import type { LinkReading, LinkReference } from '../reading.ts';

const addressSchema = z
  .object({
    family: z.enum(['inet', 'inet6']),
    local: z.string(),
    prefixlen: z.number(),
    scope: z.string(),
  })
  .transform(({ family, local, prefixlen, scope }) => ({
    family,
    address: local,
    prefixLength: prefixlen,
    scope,
  }));

const vxlanSchema = z
  .object({
    id: z.number(),
    port: z.number(),
    remote: z.string().optional(),
    remote6: z.string().optional(),
    group: z.string().optional(),
    group6: z.string().optional(),
    local: z.string().optional(),
    local6: z.string().optional(),
  })
  .transform(({ id, port, remote, remote6, group, group6, local, local6 }) => ({
    vni: id,
    port,
    remote: remote ?? remote6 ?? group ?? group6 ?? null,
    local: local ?? local6 ?? null,
  }));

const linkSchema = z.object({
  ifindex: z.number(),
  ifname: z.string(),
  flags: z.array(z.string()),
  mtu: z.number(),
  link_type: z.string(),
  address: z.string().optional(),
  master: z.string().optional(),
  link: z.string().nullish(), // the other end, or what it lies on, when that is in this namespace
  link_index: z.number().optional(), // its index, when it is not
  link_netnsid: z.number().optional(),
  linkinfo: z
    .object({
      info_kind: z.string().optional(),
      info_data: z.looseObject({ link: z.unknown().optional() }).optional(),
    })
    .optional(),
  addr_info: z.array(addressSchema),
});

export const linksSchema = z.array(linkSchema.transform(toReading));

function toReading(link: z.infer<typeof linkSchema>): LinkReading {
  const type = link.linkinfo?.info_kind ?? link.link_type;
  // One without a number of its own (external) takes it from routes: there is nothing to say of it.
  const vxlan = type === 'vxlan' ? vxlanSchema.safeParse(link.linkinfo?.info_data).data : undefined;
  return {
    index: link.ifindex,
    name: link.ifname,
    type,
    mac: link.link_type === 'ether' ? (link.address ?? null) : null,
    mtu: link.mtu,
    isUp: link.flags.includes('UP'),
    hasCarrier: link.flags.includes('LOWER_UP'),
    masterName: link.master ?? null,
    peer: type === 'veth' ? referenceOf(link) : none,
    lower: lowerOf(type, link),
    addresses: link.addr_info,
    ...(vxlan && { vxlan }),
  };
}

const none: LinkReference = { kind: 'none' };
const stacked: readonly string[] = ['macvlan', 'macvtap', 'ipvlan', 'ipvtap', 'vlan'];

function lowerOf(type: string, link: z.infer<typeof linkSchema>): LinkReference {
  if (stacked.includes(type)) return referenceOf(link);
  const name = link.linkinfo?.info_data?.link;
  // Of a VXLAN that was moved ip tells the index there with a name of here.
  const isHere = type === 'vxlan' && typeof name === 'string' && link.link_netnsid === undefined;
  return isHere ? { kind: 'here', name } : none;
}

function referenceOf(link: z.infer<typeof linkSchema>): LinkReference {
  if (typeof link.link === 'string') return { kind: 'here', name: link.link };
  if (link.link_index === undefined || link.link_netnsid === undefined) return none;
  return { kind: 'elsewhere', index: link.link_index, nsid: link.link_netnsid };
}
