/** The commands of all lessons, each once: nothing in the cheat sheet is written a second time. */
import type { Course, Lesson } from './course.ts';
import { sectionsOf } from './sections.ts';

export type CheatGroup = {
  readonly tool: string; // `ip link`; empty: everything that is used only once or twice
  readonly commands: readonly CheatCommand[];
};

/** What people bring along: it says nothing of networks. */
const everydayTools = new Set(
  'bash cat chmod chroot cp du echo export find grep head kill ls mkdir mount printf pwd rm sed sh sleep sort tail test touch true umount wait wc while'.split(
    ' ',
  ),
);

/** With the place in which it is first used. */
export type CheatCommand = {
  readonly command: string;
  readonly lessonId: string;
  readonly lessonTitle: string;
  readonly section: string;
  readonly anchor: string | null;
};

export function cheatSheetOf(course: Course): readonly CheatGroup[] {
  const groups = new Map<string, CheatCommand[]>();
  const seen = new Set<string>();
  for (const lesson of course.modules.flatMap(({ lessons }) => lessons)) {
    for (const command of commandsOf(lesson)) {
      const shape = shapeOf(command.command);
      if (seen.has(shape)) continue;
      seen.add(shape);
      const tool = toolOf(command.command);
      if (everydayTools.has(programOf(tool))) continue;
      groups.set(tool, [...(groups.get(tool) ?? []), command]);
    }
  }
  const isSmall = ([, commands]: [string, CheatCommand[]]) => commands.length < 3;
  // What the course uses most comes first, all parts of one program together.
  const weightOf = (tool: string) =>
    [...groups]
      .filter(([other]) => programOf(other) === programOf(tool))
      .reduce((sum, [, commands]) => sum + commands.length, 0);
  const programs = [...new Set([...groups.keys()].map(programOf))].toSorted(
    (a, b) => weightOf(b) - weightOf(a),
  );
  const placeOf = (tool: string) => programs.indexOf(programOf(tool));
  const all = [...groups].toSorted(([a], [b]) => placeOf(a) - placeOf(b));
  const rest = all.filter(isSmall).flatMap(([, commands]) => commands);
  return [
    ...all.filter((group) => !isSmall(group)).map(([tool, commands]) => ({ tool, commands })),
    ...(rest.length > 0 ? [{ tool: '', commands: rest }] : []),
  ];
}

const programOf = (tool: string) => tool.split(' ', 1)[0] ?? tool;

function commandsOf(lesson: Lesson): readonly CheatCommand[] {
  const blocks = new Map(lesson.blocks.map((block) => [block.id, block.code]));
  const own = new Set(
    lesson.blocks.flatMap(({ code }) =>
      [...code.matchAll(/^\s*(?:function\s+)?(\w+)\s*\(\)/gm)].map(([, name = '']) => name),
    ),
  );
  return sectionsOf(lesson).flatMap(({ title, anchor, blocks: ids }) =>
    ids
      .flatMap((id) => linesOf(blocks.get(id) ?? ''))
      .filter((command) => !own.has(command.split(' ', 1)[0] ?? '')) // a function of the lesson
      .map((command) => ({
        command,
        lessonId: lesson.id,
        lessonTitle: lesson.title,
        section: title,
        anchor,
      })),
  );
}

/** One command each, without what is tried in turn; none of a script, or with values drawn for one lab. */
export function linesOf(code: string): readonly string[] {
  const isScript = /<<|\{\{|^\s*(for|while|until|if|case|function)\b|\(\)\s*[({]/m.test(code);
  if (isScript) return [];
  return code
    .replaceAll(/\\\n\s*/g, '')
    .replaceAll(/(\|\||&&|\|)\s*\n\s*/g, '$1 ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(#|exit\b|cd\b|clear\b|[A-Za-z_]\w*=\S*$)|\|\|/.test(line));
}

/** Two commands that differ only in numbers, or in where they are run, teach the same. */
function shapeOf(command: string): string {
  return (innerOf(command) ?? command).replaceAll(/\d+/g, '0');
}

const elsewhere =
  /^(?:sudo\s+|ip netns exec \S+\s+|nsenter (?:-\S+\s+(?:[$\d]\S*\s+)?)*(?=\w)|timeout \S+\s+)+(?!(?:ba)?sh\b)(.+)$/;

/** The command that is run in a namespace or under a limit; null: it is run as it stands. */
function innerOf(command: string): string | null {
  const inNamespace = command.replace(/^ip -n(?:etns)? \S+ /, 'ip ');
  const inner = elsewhere.exec(inNamespace)?.[1] ?? inNamespace;
  return inner === command ? null : inner;
}

/** What is run in the end: `ip link` of `ip netns exec blue ip link list`. */
export function toolOf(command: string): string {
  const foreground = / & (\S.*)$/.exec(command)?.[1];
  const inner = foreground ?? innerOf(command);
  if (inner !== null) return toolOf(inner);
  const words = command.split(/\s+/);
  const [program = '', ...rest] = words;
  const name = program.split('/').at(-1) ?? program;
  const subject = rest.find((word) => /^[a-z]/.test(word)) ?? '';
  if (name === 'ip' || name === 'bridge') return `${name} ${longName(subject)}`;
  if (command.includes('/proc/sys/')) return 'sysctl';
  return name === 'ip6tables' ? 'iptables' : name;
}

/** `ip` takes any beginning of a word. */
function longName(subject: string): string {
  const names = ['link', 'addr', 'route', 'neigh', 'netns', 'fdb', 'monitor', 'rule', 'vlan'];
  const given = subject === 'address' ? 'addr' : subject;
  return given === '' ? given : (names.find((name) => name.startsWith(given)) ?? given);
}
