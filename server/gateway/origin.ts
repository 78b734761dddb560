/**
 * From which pages a request may come. A browser names the page's origin with every socket and every
 * request that changes something; a program that is no browser names none and needs no protection
 * from pages.
 */
import { isIPv4 } from 'node:net';

export type OriginPolicy = {
  /** Exactly these, when any are given. */
  readonly origins: readonly string[];
  /** The server listens on loopback only. */
  readonly isLoopback: boolean;
};

export type OriginHeaders = {
  readonly origin?: string | undefined;
  readonly host?: string | undefined;
};

export function isFromOwnPage({ origin, host }: OriginHeaders, policy: OriginPolicy): boolean {
  if (origin === undefined) return true;
  if (policy.origins.length > 0) return policy.origins.includes(origin);
  const page = URL.parse(origin);
  if (page === null || page.host !== host) return false;
  // A foreign name that was made to resolve to 127.0.0.1 (DNS rebinding) would agree with Host.
  return !policy.isLoopback || isLoopbackName(page.hostname);
}

export function isLoopbackName(name: string): boolean {
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '[::1]' ||
    name === '::1' ||
    (isIPv4(name) && name.startsWith('127.'))
  );
}
