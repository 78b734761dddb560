import type { Metadata } from 'next';
import { InlineText } from '../../components/lesson/inline-text.tsx';
import { PageFrame } from '../../components/ui/page-frame.tsx';
import type { Lesson, Term } from '../../server/curriculum/course.ts';
import { openTermsOf } from '../../server/curriculum/sections.ts';
import { readCourse } from '../course.ts';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = {
  title: 'Glossary',
  description: 'The words of the course, what they mean, and the lessons that teach them.',
};

export default async function GlossaryPage() {
  const { course } = await readCourse();
  const lessons = course.modules.flatMap((module) => module.lessons);
  const taught = lessons.map(openTermsOf);
  const terms = course.terms.toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  const letters = Map.groupBy(terms, ({ name }) => name.charAt(0).toUpperCase());
  return (
    <PageFrame here="/glossary">
      <h1>Glossary</h1>
      <p className="lead">
        {terms.length === 0
          ? 'This course has no glossary.'
          : `${terms.length} words, and the lessons in which you meet them.`}
      </p>
      <nav className="letters" aria-label="Letters">
        {[...letters].map(([letter, [first]]) => (
          <a key={letter} href={`#${first?.id}`}>
            {letter}
          </a>
        ))}
      </nav>
      <dl className="glossary">
        {terms.map((term) => (
          <Entry
            key={term.id}
            term={term}
            see={course.terms.filter(({ id }) => term.see.includes(id))}
            lessons={lessons.filter((_, index) => taught[index]?.has(term.id))}
          />
        ))}
      </dl>
    </PageFrame>
  );
}

function Entry(props: {
  readonly term: Term;
  readonly see: readonly Term[];
  readonly lessons: readonly Lesson[];
}) {
  const { term, see, lessons } = props;
  return (
    <div id={term.id}>
      <dt>{term.name}</dt>
      <dd>
        <p>
          <InlineText text={term.text} />
        </p>
        <p className="glossary-ways">
          {see.length > 0 && (
            <span>
              See{' '}
              <Links items={see.map(({ id, name }) => ({ key: id, href: `#${id}`, text: name }))} />
            </span>
          )}
          {lessons.length > 0 && (
            <span>
              In{' '}
              <Links
                items={lessons.map(({ id, title }) => ({
                  key: id,
                  href: `/lessons/${id}`,
                  text: title,
                }))}
              />
            </span>
          )}
        </p>
      </dd>
    </div>
  );
}

type LinkItem = { readonly key: string; readonly href: string; readonly text: string };

function Links({ items }: { readonly items: readonly LinkItem[] }) {
  return items.map(({ key, href, text }, index) => (
    <span key={key}>
      {index > 0 && ' · '}
      <a href={href}>{text}</a>
    </span>
  ));
}
