import type { Metadata } from 'next';
import { PageFrame } from '../../components/ui/page-frame.tsx';
import { type CheatGroup, cheatSheetOf } from '../../server/curriculum/cheat-sheet.ts';
import { readCourse } from '../course.ts';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = {
  title: 'Cheat sheet',
  description: 'Every command of the course, with the lesson that explains it.',
};

export default async function CheatSheetPage() {
  const { course } = await readCourse();
  const groups = cheatSheetOf(course);
  return (
    <PageFrame here="/cheat-sheet" width="wide">
      <h1>Cheat sheet</h1>
      <p className="lead">
        Every command that you type in this course, with the place that explains it. At home they
        want root, and a computer that you can spare: they change its network.
      </p>
      <nav className="letters tools" aria-label="Tools">
        {groups.map(({ tool }) => (
          <a key={tool} href={`#${idOf(tool)}`}>
            {tool === '' ? 'others' : tool}
          </a>
        ))}
      </nav>
      <div className="cheat-sheet">
        {groups.map((group) => (
          <Group key={group.tool} group={group} />
        ))}
      </div>
    </PageFrame>
  );
}

function Group({ group: { tool, commands } }: { readonly group: CheatGroup }) {
  return (
    <section id={idOf(tool)}>
      <h2>{tool === '' ? 'Other tools' : <code>{tool}</code>}</h2>
      <ul>
        {commands.map(({ command, lessonId, lessonTitle, section, anchor }) => (
          <li key={command}>
            <code>{command}</code>
            <a href={`/lessons/${lessonId}${anchor === null ? '' : `#${anchor}`}`}>
              {section === lessonTitle ? lessonTitle : `${lessonTitle}: ${section}`}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

const idOf = (tool: string) => (tool === '' ? 'others' : tool.replaceAll(/\W+/g, '-'));
