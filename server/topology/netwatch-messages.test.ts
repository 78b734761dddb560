import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeMessages, type Message } from './netwatch-messages.ts';

const message = fc.oneof(
  fc.record({ is: fc.constant('overrun' as const) }),
  fc.record({ is: fc.constant('synced' as const), id: fc.nat() }),
  fc.record({
    is: fc.constant('end' as const),
    ...{ id: fc.nat(), status: fc.constant('ok' as const), peers: fc.constant([]) },
    body: fc.string({ unit: 'binary' }),
  }),
);

test('messages and what follows them survive any cut into pieces', () => {
  fc.assert(
    fc.property(fc.array(message), fc.array(fc.integer({ min: 1, max: 40 })), (sent, cuts) => {
      const bytes = Buffer.concat(
        sent.map((one) => {
          if (one.is !== 'end') return Buffer.from(`${JSON.stringify(one)}\n`);
          const { body, ...head } = one;
          const text = Buffer.from(body);
          return Buffer.concat([
            Buffer.from(`${JSON.stringify({ ...head, bytes: text.length })}\n`),
            text,
          ]);
        }),
      );
      const got: [Message['is'], string][] = [];
      const decode = decodeMessages(({ is }, body) => got.push([is, body]));
      let at = 0;
      for (const length of cuts) {
        decode(bytes.subarray(at, at + length));
        at += length;
      }
      decode(bytes.subarray(at));
      const expected = sent.map((one) => [one.is, one.is === 'end' ? one.body : '']);
      expect(got).toEqual(expected);
    }),
  );
});

test('what netwatch does not say is refused', () => {
  const decode = decodeMessages(() => undefined);
  expect(() => decode(Buffer.from('{"is":"something"}\n'))).toThrow();
});
