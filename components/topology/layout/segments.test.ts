import { expect, test } from 'vitest';
import { twoNodes } from '../fixtures/many.ts';
import { layout } from './layout.ts';

test('two nodes on a segment that cannot be seen are both wired to the router', () => {
  const { cables } = layout(twoNodes);
  expect(cables.filter(({ key }) => key.startsWith('segment'))).toHaveLength(2);
});
