import { expect, test } from 'vitest';
import { linksSchema } from './parse-links.ts';

/** As iproute2 6.1 prints them: what differs between kinds and places. */
const lowerOf = (kind: string, told: object, data: object = {}) => {
  const [link] = linksSchema.parse([
    {
      ...{ ifindex: 8, ifname: 'one', flags: [], mtu: 1500, link_type: 'ether', addr_info: [] },
      ...told,
      linkinfo: { info_kind: kind, info_data: data },
    },
  ]);
  return link?.lower;
};

test('a macvlan and a VLAN lie on what they name as their link', () => {
  const here = { kind: 'here', name: 'eth0' };
  expect(lowerOf('macvlan', { link: 'eth0' }, { mode: 'bridge' })).toEqual(here);
  expect(lowerOf('vlan', { link: 'eth0' }, { id: 10 })).toEqual(here);
  expect(lowerOf('macvlan', { link_index: 3, link_netnsid: 0 })).toEqual({
    kind: 'elsewhere',
    index: 3,
    nsid: 0,
  });
});

test('a VXLAN lies on the interface that it was given, if any, while that is where it is', () => {
  expect(lowerOf('vxlan', {}, { id: 100, link: 'eth0' })).toEqual({ kind: 'here', name: 'eth0' });
  expect(lowerOf('vxlan', {}, { id: 100 })).toEqual({ kind: 'none' });
  // Moved elsewhere: its own index as its link, and a name that is made of an index over there.
  const moved = { link_index: 8, link_netnsid: 0 };
  expect(lowerOf('vxlan', moved, { id: 100, link: 'if3' })).toEqual({ kind: 'none' });
});

test('the other end of a veth pair is no interface to lie on', () => {
  expect(lowerOf('veth', { link: 'eth1' })).toEqual({ kind: 'none' });
});
