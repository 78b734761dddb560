/**
 * Renders a lesson's text on the server; only code blocks, challenges and predictions live on in the
 * browser.
 */
import type { Element, Nodes, Root } from 'hast';
import { type Components, toJsxRuntime } from 'hast-util-to-jsx-runtime';
import type { ReactNode } from 'react';
import { Fragment, jsx, jsxs } from 'react/jsx-runtime';
import { Pre } from '../ui/pre.tsx';
import { ChallengeBlock } from './challenge-block.tsx';
import { CodeBlock } from './code-block.tsx';
import { Drawn, LessonDraws } from './drawn.tsx';
import { highlight } from './highlight.ts';
import { InlineText } from './inline-text.tsx';
import { colourDrawn, isDrawn, markDrawn } from './mark-drawn.ts';
import { PredictBlock } from './predict-block.tsx';
import { TermLink } from './term-link.tsx';
import { TermNote } from './term-note.tsx';
import type { TermObject } from './term-objects.ts';

type LessonBlock = {
  readonly id: string;
  readonly machine: string;
  readonly namespace: string | null;
  readonly code: string;
  readonly isTraced: boolean;
};

type LessonChallenge = { readonly id: string; readonly title: string };

/** Its truth stays on the server. */
type LessonPrediction = {
  readonly id: string;
  readonly title: string;
  readonly options: readonly string[];
};

type LessonTerm = {
  readonly id: string;
  readonly name: string;
  readonly text: Root;
  readonly object: TermObject | null;
};

type Lesson = {
  readonly language: string; // of the text; the page around it speaks English
  /** Values of nobody for what is left to chance. */
  readonly draws: Readonly<Record<string, string>>;
  readonly text: Root;
  readonly blocks: readonly LessonBlock[];
  readonly challenges: readonly LessonChallenge[];
  readonly predictions: readonly LessonPrediction[];
  readonly terms: readonly LessonTerm[]; // those that the text links to
};

export function LessonText(lesson: Lesson) {
  return (
    <LessonDraws samples={lesson.draws}>
      <div className="lesson-text" lang={lesson.language}>
        {render(markDrawn(lesson.text), lessonElements(lesson))}
      </div>
      {lesson.terms.map(({ id, name, text, object }) => (
        <TermNote key={id} id={id} name={name} object={object}>
          <InlineText text={text} />
        </TermNote>
      ))}
    </LessonDraws>
  );
}

function lessonElements({ blocks, challenges, predictions }: Lesson): Partial<Components> {
  const blockById = new Map(blocks.map((block) => [block.id, block]));
  const predictionById = new Map(predictions.map((prediction) => [prediction.id, prediction]));
  const challengeById = new Map(challenges.map((challenge) => [challenge.id, challenge]));
  return {
    'lesson-run': ({ node }: Rendered) => {
      const block = blockById.get(dataOf(node, 'dataBlock'));
      return block === undefined ? null : <RunBlock block={block} />;
    },
    'lesson-output': ({ children }: Rendered) => (
      <figure className="expected-output" aria-label="Output" lang="en">
        {children}
      </figure>
    ),
    'lesson-challenge': ({ node, children }: Rendered) => {
      const challenge = challengeById.get(dataOf(node, 'dataChallenge'));
      return challenge === undefined ? null : (
        <ChallengeBlock challengeId={challenge.id} title={challenge.title}>
          {children}
        </ChallengeBlock>
      );
    },
    'lesson-predict': ({ node, children }: Rendered) => {
      const prediction = predictionById.get(dataOf(node, 'dataPrediction'));
      return prediction === undefined ? null : (
        <PredictBlock
          predictionId={prediction.id}
          title={prediction.title}
          options={prediction.options}
        >
          {children}
        </PredictBlock>
      );
    },
    'lesson-aside': ({ node, children }: Rendered) => (
      <Aside kind={dataOf(node, 'dataKind')} title={dataOf(node, 'dataTitle')}>
        {children}
      </Aside>
    ),
    a: ({ node, children, ...properties }: Rendered) => {
      const term = dataOf(node, 'dataTerm');
      if (term === '') return <a {...properties}>{children}</a>;
      return <TermLink id={term}>{children}</TermLink>;
    },
    ...drawnElement,
    pre: Coloured,
  };
}

const drawnElement = {
  'lesson-drawn': ({ node }: Rendered) => <Drawn text={dataOf(node, 'dataText')} />,
};

type Rendered = { readonly node?: Element | undefined; readonly children?: ReactNode };

function RunBlock({ block }: { readonly block: LessonBlock }) {
  return (
    <CodeBlock
      id={block.id}
      code={block.code}
      isTraced={block.isTraced}
      place={{
        machine: block.machine,
        namespacePath: block.namespace === null ? null : `/run/netns/${block.namespace}`,
      }}
    >
      <Highlighted code={block.code} language="bash" />
    </CodeBlock>
  );
}

function Aside(props: {
  readonly kind: string;
  readonly title: string;
  readonly children: ReactNode;
}) {
  const title = props.title === '' ? asideTitles[props.kind] : props.title;
  return (
    <aside className="aside" aria-label={title}>
      {title !== undefined && (
        <p className="aside-title" lang={props.title === '' ? 'en' : undefined}>
          {title}
        </p>
      )}
      {props.children}
    </aside>
  );
}

const asideTitles: Readonly<Record<string, string>> = { note: 'Note', puzzle: 'Puzzle' };

/** A code block of the text that names a language we know. */
function Coloured({ node }: Rendered) {
  const code = node?.children.find((child): child is Element => child.type === 'element');
  const names = code?.properties.className;
  const name = Array.isArray(names)
    ? names.map(String).find((each) => each.startsWith('language-'))
    : undefined;
  const text = node === undefined ? '' : textOf(node);
  if (name === undefined) return <Plain text={text} />;
  return <Highlighted code={text} language={name.slice('language-'.length)} />;
}

async function Highlighted(props: { readonly code: string; readonly language: string }) {
  const code = props.code.trimEnd();
  const coloured = await colourDrawn(code, (plain) => highlight(plain, props.language));
  return coloured === null ? <Plain text={code} /> : render(coloured, drawnElement);
}

function Plain({ text }: { readonly text: string }) {
  return <Pre>{isDrawn(text) ? <Drawn text={text} /> : text}</Pre>;
}

function render(tree: Nodes, components: Partial<Components>) {
  return toJsxRuntime(tree, { Fragment, jsx, jsxs, components, passNode: true });
}

function dataOf(node: Element | undefined, name: string): string {
  const value = node?.properties[name];
  return typeof value === 'string' ? value : '';
}

function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}
