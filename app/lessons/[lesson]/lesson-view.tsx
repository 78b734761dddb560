import { notFound } from 'next/navigation';
import { LabPage } from '../../../components/lab/lab-page.tsx';
import { LessonText } from '../../../components/lesson/lesson-text.tsx';
import { LookAgain } from '../../../components/ui/look-again.tsx';
import { PageFrame } from '../../../components/ui/page-frame.tsx';
import type { AuthorFault, Lesson, Module, Term } from '../../../server/curriculum/course.ts';
import { findLesson } from '../../../server/curriculum/find-lesson.ts';
import { inLanguage } from '../../../server/curriculum/in-language.ts';
import { readCourse } from '../../course.ts';
import { languageFor, languagesOf, nameOfLanguage } from '../../language.ts';

/** `isRead`: with its recording in place of a lab. */
export async function LessonView(props: { readonly id: string; readonly isRead?: boolean }) {
  const loaded = await readCourse();
  const found = findLesson(loaded, props.id);
  switch (found.kind) {
    case 'unknown':
      notFound();
      break;
    case 'invalid':
      return <InvalidLesson faults={found.faults} />;
    case 'found': {
      const all = loaded.course.modules.flatMap(({ lessons }) => lessons);
      const at = all.indexOf(found.lesson);
      const language = await languageFor(found.lesson);
      const lesson = inLanguage(found.lesson, language);
      return (
        <SoundLesson
          lesson={lesson}
          language={language}
          title={found.lesson.title}
          module={found.module}
          terms={loaded.course.terms.filter(({ id }) => lesson.terms.includes(id))}
          before={all[at - 1]}
          following={all[at + 1]}
          isRead={props.isRead === true}
        />
      );
    }
  }
}

function SoundLesson(props: {
  readonly lesson: Lesson; // in this language
  readonly language: string;
  readonly title: string; // in the language of the page
  readonly module: Module;
  readonly terms: readonly Term[];
  readonly before: Lesson | undefined;
  readonly following: Lesson | undefined;
  readonly isRead: boolean;
}) {
  const { lesson, language, module, terms, before, following, isRead } = props;
  const files = `/lessons/${lesson.id}/recording`;
  const [firstBlock] = lesson.blocks;
  return (
    <LabPage
      lessonId={lesson.id}
      lessonTitle={props.title}
      moduleTitle={module.title}
      firstMachine={firstBlock?.machine ?? 'host'}
      recording={
        isRead
          ? { picture: `${files}/picture.json`, terminal: `${files}/terminal.cast` }
          : undefined
      }
    >
      <header className="lesson-head">
        <p>
          {module.title} · {lesson.minutes} min
          {!isRead && (
            <>
              {' · '}
              <a className="lesson-read" href={`/lessons/${lesson.id}/read`}>
                read it without a lab
              </a>
            </>
          )}
        </p>
        {lesson.translations.length > 0 && (
          <Languages lesson={lesson} chosen={language} isRead={isRead} />
        )}
        <p className="lesson-title" lang={language}>
          {lesson.title}
        </p>
        <p className="lead" lang={language}>
          {lesson.summary}
        </p>
      </header>
      <LessonText
        text={lesson.text}
        language={language}
        draws={lesson.draws?.values ?? {}}
        blocks={lesson.blocks}
        challenges={lesson.challenges}
        predictions={lesson.predictions}
        terms={terms}
      />
      <footer className="lesson-foot">
        <nav aria-label="Lessons before and after this one">
          {before !== undefined && <Neighbour lesson={before} way="Before" />}
          {following === undefined ? (
            <a href="/" className="lesson-next">
              <span>This was the last lesson</span>
              Back to the course
            </a>
          ) : (
            <Neighbour lesson={following} way="Next" />
          )}
        </nav>
      </footer>
    </LabPage>
  );
}

function Languages(props: {
  readonly lesson: Lesson;
  readonly chosen: string;
  readonly isRead: boolean;
}) {
  const { lesson, chosen, isRead } = props;
  return (
    <nav className="lesson-languages" aria-label="Language of the text">
      {languagesOf(lesson).map((language) => (
        <a
          key={language}
          href={`/lessons/${lesson.id}/language/${language}${isRead ? '?read' : ''}`}
          lang={language}
          hrefLang={language}
          aria-current={language === chosen ? 'true' : undefined}
        >
          {nameOfLanguage(language)}
        </a>
      ))}
    </nav>
  );
}

function Neighbour({ lesson, way }: { readonly lesson: Lesson; readonly way: 'Before' | 'Next' }) {
  return (
    <a href={`/lessons/${lesson.id}`} className={way === 'Next' ? 'lesson-next' : undefined}>
      <span>
        {way}, {lesson.minutes} min
      </span>
      {lesson.title}
    </a>
  );
}

/** For the author, who has just saved it. Everybody else finds the lesson not linked anywhere. */
function InvalidLesson({ faults }: { readonly faults: readonly AuthorFault[] }) {
  return (
    <PageFrame>
      <LookAgain everyMs={2000} />
      <h1>This lesson has mistakes in its files</h1>
      <p className="lead">The lesson comes back here by itself when they are mended.</p>
      <dl className="author-faults">
        {faults.map(({ file, line, problem, remedy }) => (
          <div key={`${file}:${line}:${problem}`}>
            <dt>
              <code>
                {file}:{line}
              </code>{' '}
              {problem}
            </dt>
            <dd>{remedy}</dd>
          </div>
        ))}
      </dl>
    </PageFrame>
  );
}
