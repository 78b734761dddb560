import { expect, test } from 'vitest';
import type { Requirement } from '../../server/protocol/challenge.ts';
import { foldRequirements } from './fold-requirements.ts';

function listed(...verdicts: readonly Requirement['verdict'][]): Requirement[] {
  return verdicts.map((verdict, index) => ({ id: `${index}`, text: '', verdict, detail: null }));
}

function idsOf(requirements: readonly Requirement[]) {
  const { held, next, later } = foldRequirements(requirements);
  return [held, next, later].map((part) => part.map(({ id }) => id).join(' '));
}

const many = <T>(count: number, value: T) => Array.from({ length: count }, () => value);

test('a short list stays as it is', () => {
  expect(idsOf(listed('holds', 'fails', 'holds', 'waiting'))).toEqual(['', '0 1 2 3', '']);
});

test('of a long one what holds is put away, and so is what comes after the next four', () => {
  expect(idsOf(listed('holds', ...many(6, 'fails' as const), 'holds', 'waiting'))).toEqual([
    '0 7',
    '1 2 3 4',
    '5 6 8',
  ]);
  expect(idsOf(listed(...many(9, 'holds' as const)))).toEqual(['0 1 2 3 4 5 6 7 8', '', '']);
});

test('what was tried in vain is seen, wherever it stands', () => {
  const probe = { kind: 'ping', to: '8.8.8.8' } as const;
  const tried = { machine: 'host', namespacePath: null, probe };
  const requirements = listed(...many(9, 'fails' as const)).map((one) =>
    one.id === '8' ? { ...one, tried } : one,
  );
  expect(idsOf(requirements)).toEqual(['', '0 1 2 3 8', '4 5 6 7']);
});
