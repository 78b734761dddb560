import { expect, test } from 'vitest';
import { keyOf, twoContainers } from './network.fixture.ts';
import { rememberPlaces } from './remember-places.ts';

test('a namespace and its interfaces stay known, without their addresses', () => {
  const before = twoContainers();
  const objects = before.objects.filter(
    (object) => object.key !== 'ns:2' && !('namespace' in object && object.namespace === 'ns:2'),
  );
  const known = rememberPlaces(before, { version: 2, objects });
  expect(known.objects.find(({ key }) => key === 'ns:2')).toMatchObject({ name: 'netns0' });
  expect(known.objects.find(({ key }) => key === keyOf('netns0/ceth0'))).toMatchObject({
    name: 'ceth0',
    addresses: [],
    isUp: false,
  });
});

test('an end whose other end has gone still belongs to it', () => {
  const before = twoContainers();
  const objects = before.objects.map((object) =>
    object.key === keyOf('host/veth0') && object.kind === 'interface'
      ? { ...object, peer: null }
      : object,
  );
  const known = rememberPlaces(before, { version: 2, objects });
  expect(known.objects.find(({ key }) => key === keyOf('host/veth0'))).toMatchObject({
    peer: keyOf('netns0/ceth0'),
  });
});
