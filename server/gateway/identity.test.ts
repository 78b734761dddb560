import { expect, test } from 'vitest';
import { createIdentities } from './identity.ts';

const identities = createIdentities('a secret of at least thirty-two characters');

function cookieOf(setCookie: string): string {
  return setCookie.split(';', 1)[0] ?? '';
}

test('a minted cookie is known again among others', () => {
  const { learnerId, setCookie } = identities.mint({ isSecure: false });
  expect(identities.identify(`theme=dark; ${cookieOf(setCookie)}`)).toEqual({
    kind: 'known',
    learnerId,
  });
});

test('scripts of a page cannot read it, and other sites cannot send it', () => {
  expect(identities.mint({ isSecure: false }).setCookie).toMatch(/HttpOnly; SameSite=Lax$/);
  expect(identities.mint({ isSecure: true }).setCookie).toMatch(/; Secure$/);
});

test('no cookie is absent; one with a foreign signature, none, or a changed id is forged', () => {
  const cookie = cookieOf(identities.mint({ isSecure: false }).setCookie);
  const foreign = createIdentities('another secret of thirty-two characters').mint({
    isSecure: false,
  });
  expect(identities.identify(undefined)).toEqual({ kind: 'absent' });
  expect(identities.identify('theme=dark')).toEqual({ kind: 'absent' });
  for (const forged of [
    cookieOf(foreign.setCookie),
    cookie.slice(0, -1),
    cookie.replace('=', '=x'),
    'patchbay_learner=',
    'patchbay_learner=ada',
    'patchbay_learner=ada.',
  ]) {
    expect(identities.identify(forged)).toEqual({ kind: 'forged' });
  }
});
