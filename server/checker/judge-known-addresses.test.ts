import { expect, it } from 'vitest';
import { goalOf, reasonOf, remedyOf, type Written } from './judge-fixture.ts';

const mac = '02:42:ac:12:00:10';
const goal = goalOf({
  neighbours: [{ in: 'root', address: '172.18.0.10', dev: 'br0', mac, permanent: true }],
  fdb: [{ in: 'root', bridge: 'br0', mac, port: 'veth0' }],
  absent: { neighbours: [{ in: 'root', address: '172.18.0.9', dev: 'br0' }] },
});
const neighbour = `172.18.0.10 dev br0 lladdr ${mac} PERMANENT`;
const entry = `${mac} dev veth0 master br0`;

it('holds when everything is as it says', () => {
  expect(reasonOf(goal, { root: { neighbours: [neighbour], fdb: [entry] } })).toBeUndefined();
});

it('takes any MAC address and any state where none is asked for', () => {
  const any = goalOf({ neighbours: [{ in: 'root', address: '172.18.0.10', dev: 'br0' }] });
  const stale = '172.18.0.10 dev br0 lladdr 02:00:00:00:00:01 STALE';
  expect(reasonOf(any, { root: { neighbours: [stale] } })).toBeUndefined();
  expect(reasonOf(any, { root: { neighbours: ['172.18.0.10 dev br0'] } })).toContain('no MAC');
});

it.each<[string, Written, string, string]>([
  [
    'no entry',
    { root: { fdb: [entry] } },
    'knows no MAC address of 172.18.0.10 on `br0`.',
    `ip neigh replace 172.18.0.10 lladdr ${mac} dev br0 nud permanent`,
  ],
  [
    'an entry that was learnt',
    { root: { neighbours: [`172.18.0.10 dev br0 lladdr ${mac} STALE`], fdb: [entry] } },
    `knows 172.18.0.10 on \`br0\` at ${mac}, STALE.`,
    `ip neigh replace 172.18.0.10 lladdr ${mac} dev br0 nud permanent`,
  ],
  [
    'another port',
    { root: { neighbours: [neighbour], fdb: [`${mac} dev veth1 master br0`] } },
    `\`br0\` knows ${mac} behind \`veth1\`, not \`veth0\`.`,
    `bridge fdb replace ${mac} dev veth0 master static`,
  ],
  [
    'a bridge that has learnt nothing',
    { root: { neighbours: [neighbour] } },
    `\`br0\` does not know where ${mac} is.`,
    `bridge fdb replace ${mac} dev veth0 master static`,
  ],
  [
    'what should be forgotten',
    { root: { neighbours: [neighbour, `172.18.0.9 dev br0 lladdr ${mac} STALE`], fdb: [entry] } },
    `still knows 172.18.0.9 on \`br0\` at ${mac}, STALE.`,
    'ip neigh del 172.18.0.9 dev br0',
  ],
])('tells of %s', (_, written, reason, remedy) => {
  expect(reasonOf(goal, written)).toContain(reason);
  expect(remedyOf(goal, written)).toContain(remedy);
});
