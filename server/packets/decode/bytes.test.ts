import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readIpv6, readMac, readU32 } from './bytes.ts';

it('writes IPv6 addresses as the URL standard does, which is as RFC 5952 says', () => {
  const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
  const property = fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
    const bytes = Uint8Array.from(groups.flatMap((value) => [value >> 8, value & 0xff]));
    const isMapped = groups.slice(0, 5).every((value) => value === 0) && groups[5] === 0xffff;
    fc.pre(!isMapped);
    const full = groups.map((value) => value.toString(16)).join(':');
    expect(`[${readIpv6(bytes, 0)}]`).toBe(new URL(`http://[${full}]`).hostname);
  });
  fc.assert(property, { numRuns: 2_000 });
});

it('writes IPv4 addresses that IPv6 carries with dots, as the kernel prints them', () => {
  const bytes = Uint8Array.from([...new Array(10).fill(0), 0xff, 0xff, 172, 18, 0, 10]);
  expect(readIpv6(bytes, 0)).toBe('::ffff:172.18.0.10');
});

it('reads large numbers without a sign, and nothing behind the end', () => {
  expect(readU32(Uint8Array.of(0xff, 0xff, 0xff, 0xfe), 0)).toBe(4_294_967_294);
  expect(readMac(Uint8Array.of(0xaa), 0)).toBe('aa:00:00:00:00:00');
});
