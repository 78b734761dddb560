import type { Root, RootContent } from 'hast';
import { expect, test } from 'vitest';
import { readText } from './read-text.ts';

test('a block that can be run knows where, and what it is expected to print', () => {
  const { blocks } = read(`
\`\`\`sh run
ip netns list
\`\`\`

\`\`\`output
netns0
\`\`\`

\`\`\`bash run trace on=node1 in=netns0 exit=2
ip link
\`\`\`

\`\`\`output only
1: lo
\`\`\`
`);
  expect(blocks).toEqual([
    {
      id: 'run-1',
      machine: 'host',
      namespace: null,
      isTraced: false,
      code: 'ip netns list',
      expectedOutput: 'netns0',
      expectedExit: null,
      afterChallenges: 0,
      source: { file: 'lesson.md', line: 6 },
    },
    {
      id: 'run-2',
      machine: 'node1',
      namespace: 'netns0',
      isTraced: true,
      code: 'ip link',
      expectedOutput: null,
      expectedExit: 2,
      afterChallenges: 0,
      source: { file: 'lesson.md', line: 14 },
    },
  ]);
});

test('a block inside a challenge comes before that challenge is done, one below it after', () => {
  const { blocks, challenges } = read(`
::::challenge[Do *it*]{#it}
\`\`\`sh run
ip link
\`\`\`
::::

\`\`\`sh run
ip route
\`\`\`
`);
  expect(challenges).toMatchObject([{ id: 'it', title: 'Do it', line: 6 }]);
  expect(blocks.map(({ afterChallenges }) => afterChallenges)).toEqual([0, 1]);
});

test('a colon in a title means itself', () => {
  const { challenges } = read(`
::::challenge[Open *10.7.0.2:8000* for -p 80:80]{#it}
::::
`);
  expect(challenges[0]?.title).toBe('Open 10.7.0.2:8000 for -p 80:80');
});

test('hints are kept as they were written, by level, and are not in the text', () => {
  const { challenges, text } = read(`
::::challenge[Do it]{#it}
Visible.

:::hint{level=2}
Second, with \`code\`.

- and a list
:::

:::hint{level=1}
First.
:::
::::
`);
  expect(challenges[0]?.hints).toEqual([
    { level: 1, text: 'First.' },
    { level: 2, text: 'Second, with `code`.\n- and a list' },
  ]);
  expect(outline(text)).toBe('lesson-challenge[data=first/it](p)');
});

test('a hint may wait until the goal holds, and for nothing else', () => {
  const faults: string[] = [];
  const { challenges } = read(
    `
::::challenge[Make it]{#first}
:::hint{level=2 when=built}
Look at it.
:::

:::hint{level=3 when=later}
Do it.
:::
::::
`,
    faults,
  );
  expect(challenges[0]?.hints[0]).toEqual({ level: 2, text: 'Look at it.', when: 'built' });
  expect(faults).toEqual(['11  a hint that is told when `later`']);
});

test('a hint has one line for a sentence, however it is wrapped, and one for each command', () => {
  const { challenges } = read(`
::::challenge[Do it]{#it}
:::hint{level=1}
A [route](term:route) to *all* of {{net}}, by
\`eth0\`, port
80:80.
:::

:::hint{level=3}
\`\`\`sh
ip link
ip route
\`\`\`
:::
::::
`);
  expect(challenges[0]?.hints).toEqual([
    { level: 1, text: 'A route to all of {{net}}, by `eth0`, port 80:80.' },
    { level: 3, text: '`ip link`\n`ip route`' },
  ]);
});

test('blocks, challenges and asides become the elements of the page', () => {
  const { text } = read(`
\`\`\`sh run
ip link
\`\`\`

\`\`\`output
1: lo
\`\`\`

:::puzzle[Why?]
Words.
:::

:::details[More]
Words.
:::
`);
  expect(outline(text)).toBe(
    'lesson-run[data=run-1](pre(code)) lesson-output[data=run-1](pre(code)) ' +
      'lesson-aside[data=puzzle](p) details(summary p)',
  );
});

test('times and other words with a colon stay what they are', () => {
  expect(read('At 8:30, 10:00:20 and a:b{c}.').text.children).toMatchObject([
    {
      tagName: 'p',
      children: [{ value: 'At 8' }, { value: ':30' }, {}, {}, {}, {}, { value: '.' }],
    },
  ]);
});

test('headings can be linked to, and the address of code is dropped with a fault', () => {
  const faults: string[] = [];
  const { text } = read('## A *pair*\n\n[up](#a-pair) [x](javascript:alert(1))', faults);
  expect(text.children[0]).toMatchObject({ tagName: 'h2', properties: { id: 'a-pair' } });
  expect(faults).toHaveLength(1);
  expect(JSON.stringify(text)).not.toContain('javascript');
});

function read(body: string, faults: string[] = []) {
  const context = {
    file: 'lesson.md',
    lessonId: 'first',
    lessonIds: ['first'],
    termIds: ['bridge'],
    machines: ['host', 'node1'],
    files: [],
  };
  const source = `---\ntitle: T\nsummary: S.\n---\n${body}`;
  return readText(source, context, (line, problem) => faults.push(`${line}  ${problem}`));
}

/** Element names with what is inside them, and the data that the page needs. */
function outline(node: Root | RootContent): string {
  const children = 'children' in node ? node.children : [];
  const inner = children
    .map(outline)
    .filter((text) => text !== '')
    .join(' ');
  if (node.type !== 'element') return inner;
  const { dataBlock, dataChallenge, dataKind } = node.properties;
  const data = dataBlock ?? dataChallenge ?? dataKind;
  return `${node.tagName}${data === undefined ? '' : `[data=${data}]`}${inner === '' ? '' : `(${inner})`}`;
}
