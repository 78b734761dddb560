import type { Element, Root, Text } from 'hast';
import { expect, it } from 'vitest';
import { colourDrawn, markDrawn } from './mark-drawn.ts';

const text = (value: string): Text => ({ type: 'text', value });
const element = (tagName: string, ...children: Element['children']): Element => ({
  type: 'element',
  tagName,
  properties: {},
  children,
});
const root = (...children: Root['children']): Root => ({ type: 'root', children });

it('makes what is drawn an element, also in a code span, and leaves all else', () => {
  const marked = markDrawn(root(element('p', text('At '), element('code', text('{{web}}/24')))));
  const drawn = {
    type: 'element',
    tagName: 'lesson-drawn',
    properties: { dataText: '{{web}}/24' },
  };
  expect(marked).toMatchObject(
    root(element('p', text('At '), element('code', { ...drawn, type: 'element', children: [] }))),
  );
});

it('leaves preformatted code whole, and the words of Go templates alone', () => {
  const same = root(
    element('pre', element('code', text('ping {{web}}'))),
    element('p', text('{{.Name}} {{end}} {{ web }}')),
  );
  expect(markDrawn(same)).toEqual(same);
});

it('colours code by its grammar, and puts the drawn values back into it', async () => {
  const seen: string[] = [];
  const coloured = await colourDrawn('ip -n {{till}} route # {{till_at}}/24', async (code) => {
    seen.push(code);
    const [command = '', comment = ''] = code.split(' # ');
    return root(element('span', text(command)), element('span', text(comment)));
  });
  const [plain = ''] = seen;
  expect(plain).toMatch(/^ip -n . route # .\/24$/u);
  const drawn = (dataText: string): Element => ({
    ...element('lesson-drawn'),
    properties: { dataText },
  });
  expect(coloured).toEqual(
    root(
      element('span', text('ip -n '), drawn('{{till}}'), text(' route')),
      element('span', drawn('{{till_at}}'), text('/24')),
    ),
  );
});

it('has no colours for a language that has none', async () => {
  expect(await colourDrawn('{{till}}', async () => null)).toBeNull();
});
