import { expect, test } from 'vitest';
import { EscapeScanner } from './escape-scanner.ts';
import { Modes } from './modes.ts';

function modesAfter(output: string): string {
  const modes = new Modes();
  for (const sequence of new EscapeScanner().feed(Buffer.from(output))) modes.apply(sequence);
  return modes.text;
}

test('modes that a program has changed are those that a new terminal must be brought into', () => {
  expect(modesAfter('\x1b[?1049h\x1b[?25l\x1b[31m text')).toBe('\x1b[?1049h\x1b[?25l');
  expect(modesAfter('\x1b[?1000;1006h')).toBe('\x1b[?1000h\x1b[?1006h');
});

test('modes that were changed back are forgotten', () => {
  expect(modesAfter('\x1b[?1049h\x1b[?25l\x1b[?25h\x1b[?1049l')).toBe('');
  expect(modesAfter('\x1b[?1049h\x1bc')).toBe('');
});

test('modes that do not outlive the bytes that set them are not kept', () => {
  expect(modesAfter('\x1b[?2026h\x1b[?12h\x1b[?$p')).toBe('');
});
