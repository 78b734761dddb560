import { expect, test } from 'vitest';
import { notices, outputTextLimitBytes } from '../protocol/events.ts';
import { inFewFrames } from './few-frames.ts';

const output = (data: Uint8Array) => ({ terminalId: 'lab/1', seq: 7, data, replay: false });

test.each([
  ['the echo of a key', 'x', true],
  ['a prompt with marks', '\x1b]133;A\x07\x1b[1mhost\x1b[0m# \0\x7f', true],
  ['a long line', 'x'.repeat(outputTextLimitBytes + 1), false],
  ['a character that is more than a byte', 'ż', false],
])('%s goes as text: %s, %s', (_, printed, isText) => {
  const data = Buffer.from(printed);
  const sent = inFewFrames('terminal:output', output(data));
  expect(sent).toMatchObject({ seq: 7, data: isText ? printed : data });
  const wire = isText ? JSON.parse(JSON.stringify(sent)) : sent;
  const heard = notices['terminal:output'].parse(wire);
  expect(Buffer.from(heard.data)).toEqual(data);
});

test('half a character stays bytes, and so does every other notice what it is', () => {
  const half = output(Buffer.from('ż').subarray(0, 1));
  expect(inFewFrames('terminal:output', half)).toBe(half);
  const state = { state: { kind: 'starting' } } as const;
  expect(inFewFrames('lab:state', state)).toBe(state);
});
