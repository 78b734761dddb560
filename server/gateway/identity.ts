/**
 * Who somebody is: a random id in a signed cookie. Nothing is stored for one who only looks on, and
 * nobody can take the id of another without its signature.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export type Identity =
  | { readonly kind: 'known'; readonly learnerId: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'forged' };

export type Identities = {
  /** From the Cookie header of a request. */
  identify(cookieHeader: string | undefined): Identity;
  /** A new learner, and the Set-Cookie header that tells the browser. */
  mint(options: { readonly isSecure: boolean }): {
    readonly learnerId: string;
    readonly setCookie: string;
  };
};

const cookieName = 'patchbay_learner';
/** Browsers keep no cookie longer than 400 days. */
const maxAgeSeconds = 400 * 24 * 60 * 60;

export function createIdentities(secret: string): Identities {
  const sign = (learnerId: string) =>
    createHmac('sha256', secret).update(learnerId).digest('base64url');

  return {
    identify(cookieHeader) {
      const value = readCookie(cookieHeader, cookieName);
      if (value === undefined) return { kind: 'absent' };
      const [learnerId = '', signature = ''] = value.split('.', 2);
      return isSame(signature, sign(learnerId)) ? { kind: 'known', learnerId } : { kind: 'forged' };
    },

    mint({ isSecure }) {
      const learnerId = randomBytes(16).toString('base64url');
      const attributes = `Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax`;
      const value = `${learnerId}.${sign(learnerId)}`;
      return {
        learnerId,
        setCookie: `${cookieName}=${value}; ${attributes}${isSecure ? '; Secure' : ''}`,
      };
    },
  };
}

function readCookie(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** Takes equally long wherever the two differ. */
function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
