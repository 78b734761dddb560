/** Reads a folder of world files. Every mistake is named with its file, line and remedy, all at once. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { Fault } from '../../fault.ts';
import { undefinedIf } from '../error-code.ts';
import { crossCheckWorld } from './cross-check-world.ts';
import { type World, type WorldFile, type WorldPath, worldSchema } from './world.ts';

export type WorldMistake = {
  readonly file: string;
  readonly line: number;
  readonly message: string;
};

export type LoadedWorlds = {
  readonly worlds: ReadonlyMap<string, World>;
  readonly mistakes: readonly WorldMistake[];
};

/** The whole boot script must fit into one argument of a program: 128 KiB on Linux. */
const longestSourceBytes = 16 * 1024;

export async function loadWorlds(folder: string): Promise<LoadedWorlds> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new Fault('lesson-invalid', `The folder of worlds ${folder} cannot be read.`, { cause });
  });
  const files = names.filter((name) => name.endsWith('.yaml')).sort();
  const loaded = await Promise.all(files.map((file) => loadWorld(folder, file)));
  return {
    worlds: new Map(loaded.flatMap(({ world }) => (world ? [[world.name, world]] : []))),
    mistakes: loaded.flatMap(({ mistakes }) => mistakes),
  };
}

type LoadedWorld = { readonly world?: World; readonly mistakes: readonly WorldMistake[] };

async function loadWorld(folder: string, file: string): Promise<LoadedWorld> {
  const lineCounter = new LineCounter();
  const document = parseDocument(await readFile(join(folder, file), 'utf8'), { lineCounter });
  const at = (path: WorldPath, message: string): WorldMistake => ({
    file,
    line: lineCounter.linePos(offsetOf(document, path)).line,
    message,
  });

  if (document.errors.length > 0)
    return {
      mistakes: document.errors.map(({ pos, message }) => ({
        file,
        line: lineCounter.linePos(pos[0]).line,
        message: message.split('\n')[0] ?? message,
      })),
    };

  const parsed = worldSchema.safeParse(document.toJS());
  if (!parsed.success)
    return {
      mistakes: parsed.error.issues.map((issue) => {
        const path = issue.path.filter((key) => typeof key !== 'symbol');
        return at(path, `${path.join('.') || 'The file'}: ${issue.message}`);
      }),
    };

  const mistakes = crossCheckWorld(parsed.data).map(({ path, message }) => at(path, message));
  const sources = await readSources(folder, parsed.data, (path, message) =>
    mistakes.push(at(path, message)),
  );
  if (mistakes.length > 0) return { mistakes };
  return { world: { ...parsed.data, name: basename(file, '.yaml'), sources }, mistakes };
}

async function readSources(
  folder: string,
  world: WorldFile,
  complain: (path: WorldPath, message: string) => void,
): Promise<ReadonlyMap<string, string>> {
  const sources = new Map<string, string>();
  for (const [machineIndex, machine] of world.machines.entries())
    for (const [fileIndex, { source }] of machine.files.entries()) {
      const path = ['machines', machineIndex, 'files', fileIndex, 'source'];
      const content = await readFile(join(folder, source), 'utf8').catch(undefinedIf('ENOENT'));
      if (content === undefined)
        complain(path, `There is no file ${source} beside the world file: add it or remove this.`);
      else if (content.length > longestSourceBytes)
        complain(path, `${source} is larger than ${longestSourceBytes} bytes: shorten it.`);
      else sources.set(source, content);
    }
  return sources;
}

/** Where a value stands, or the nearest thing around it when the value is missing. */
function offsetOf(document: Document, path: WorldPath): number {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  if (isNode(node) && node.range) return node.range[0];
  return path.length === 0 ? 0 : offsetOf(document, path.slice(0, -1));
}
