import { expect, it } from 'vitest';
import { probeSchema } from '../../curriculum/language/probe.ts';
import { topologyOf } from '../topology-fixture.ts';
import { triedBy } from './tried.ts';

const context = {
  topology: topologyOf({ netns0: {} }),
  variables: new Map([
    ['$c', 'netns0'],
    ['$a', '172.18.0.10'],
  ]),
};
const tried = (fields: object, unheard?: string) => {
  const probe = probeSchema.parse({ id: 'x', from: { machine: 'host', in: '$c' }, ...fields });
  return triedBy(probe, context, unheard);
};
const place = { machine: 'host', namespacePath: '/run/netns/netns0' };

it.each<[string, object, object]>([
  ['a ping', { kind: 'ping', to: '$a', expect: 'answered' }, { kind: 'ping', to: '172.18.0.10' }],
  [
    'a large ping',
    { kind: 'ping', to: '$a', sizeBytes: 1400, expect: 'answered' },
    { kind: 'ping', to: '172.18.0.10', sizeBytes: 1400 },
  ],
  [
    'a connection',
    { kind: 'tcp', to: '$a', port: 80, expect: 'accepted' },
    { kind: 'tcp', to: '172.18.0.10', port: 80 },
  ],
  [
    'a page, by its port',
    { kind: 'http', url: 'http://$a:8080/x' },
    { kind: 'tcp', to: '172.18.0.10', port: 8080 },
  ],
  [
    'a page, by its scheme',
    { kind: 'http', url: 'https://a.b/' },
    { kind: 'tcp', to: 'a.b', port: 443 },
  ],
  ['a name', { kind: 'dns', name: 'a.b', expect: '1.2.3.4' }, { kind: 'ping', to: 'a.b' }],
])('tells how to try again %s', (_, fields, probe) => {
  expect(tried(fields)).toEqual({ ...place, probe });
});

it('tells nothing to try again of a packet that is not to be seen', () => {
  const on = { machine: 'host', interface: 'eth0' };
  const packet = { kind: 'seen', to: '$a', on, source: '1.2.3.4' };
  expect(tried(packet)).toEqual({ ...place, probe: { kind: 'ping', to: '172.18.0.10' } });
  expect(tried({ ...packet, expect: 'not-seen' })).toBe(null);
});

it('asks after who should have been heard, where silence proves nothing', () => {
  const silence = { kind: 'ping', to: '$a', expect: 'unanswered', baseline: '8.8.8.8' };
  expect(tried(silence, '8.8.8.8')).toEqual({ ...place, probe: { kind: 'ping', to: '8.8.8.8' } });
});

it('has nothing to try again where silence was wanted, or from where nothing is', () => {
  expect(tried({ kind: 'ping', to: '$a', expect: 'unanswered' })).toBeNull();
  expect(tried({ kind: 'tcp', to: '$a', port: 80, expect: 'refused' })).toBeNull();
  const from = { machine: 'host', in: 'netns9' };
  expect(tried({ kind: 'ping', to: '$a', expect: 'answered', from })).toBeNull();
});
