import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildCourse } from './load-course.ts';
import { soundCourse } from './sound-course.fixture.ts';

/** What breaks parsers: halves of syntax, indentation, tabs, aliases, colons and fences. */
const rubble = fc.constantFrom(
  ...['', ':', '\n', '  ', '\t', '- ', '"', '{', '[', '&a ', '*a', '```', ':::', '::::', '---\n'],
  ...['# ', '![](', '](', '{#', '$x', 'null', '0', '[^1]', '<b>', '\u0000', '…', '<<: *a\n'],
);

test('however a course is damaged, it loads, and each fault has a line and words', {
  timeout: 30_000,
}, () => {
  const paths = [...soundCourse().keys()];
  const damage = fc.record({
    path: fc.constantFrom(...paths),
    from: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(30),
    instead: fc.array(rubble, { maxLength: 4 }).map((parts) => parts.join('')),
  });
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
      const files = soundCourse();
      for (const { path, from, length, instead } of damages) {
        const text = files.get(path) ?? '';
        const at = Math.floor(from * text.length);
        files.set(path, text.slice(0, at) + instead + text.slice(at + length));
      }
      for (const fault of buildCourse(files).faults) {
        expect(fault.line).toBeGreaterThan(0);
        expect(fault.problem).toMatch(/\S/);
        expect(fault.remedy).toMatch(/\S/);
      }
    }),
    { numRuns: 100 },
  );
});
