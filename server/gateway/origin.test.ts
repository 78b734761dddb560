import { expect, test } from 'vitest';
import { isFromOwnPage } from './origin.ts';

const loopback = { origins: [], isLoopback: true };
const open = { origins: [], isLoopback: false };
const named = { origins: ['https://lab.example.org'], isLoopback: false };

test.each([
  ['a program that is no browser', undefined, '127.0.0.1:3000', loopback, true],
  ['the page itself', 'http://localhost:3000', 'localhost:3000', loopback, true],
  ['the page through a forwarded port', 'http://127.0.0.1:8080', '127.0.0.1:8080', loopback, true],
  ['another port', 'http://localhost:9000', 'localhost:3000', loopback, false],
  ['another site', 'https://evil.example', 'localhost:3000', loopback, false],
  ['a name made to resolve to loopback', 'http://evil.example', 'evil.example', loopback, false],
  ['a sandboxed frame', 'null', 'localhost:3000', loopback, false],
  ['the page on a network', 'http://10.0.0.5:3000', '10.0.0.5:3000', open, true],
  ['another site on a network', 'http://evil.example', '10.0.0.5:3000', open, false],
  ['the named origin behind a proxy', 'https://lab.example.org', 'inside:3000', named, true],
  ['another than the named one', 'https://evil.example', 'evil.example', named, false],
])('a request of %s', (_who, origin, host, policy, isAllowed) => {
  expect(isFromOwnPage({ origin, host }, policy)).toBe(isAllowed);
});
