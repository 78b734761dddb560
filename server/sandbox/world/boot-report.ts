/** Reads what the boot script of compile-world.ts writes while it builds a world. */
import type { Readable } from 'node:stream';
import type { Machine } from '../handle.ts';
import type { World } from './world.ts';

/** The world's machines once all is ready; undefined where the report ends before. */
export async function readBootReport(
  report: Readable,
  world: World,
): Promise<readonly Machine[] | undefined> {
  let text = '';
  const ready = Promise.withResolvers<boolean>();
  report.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (text.endsWith('ready\n')) ready.resolve(true);
  });
  report.on('error', () => report.destroy());
  report.on('close', () => ready.resolve(false));
  return (await ready.promise) ? parseBootReport(text, world) : undefined;
}

export function parseBootReport(text: string, world: World): readonly Machine[] {
  const pids = new Map(
    [...text.matchAll(/^machine (\S+) (\d+)$/gm)].map(([, name = '', pid]) => [name, Number(pid)]),
  );
  return world.machines.flatMap(({ name, role, title }) => {
    const initPid = pids.get(name);
    return initPid === undefined ? [] : [{ name, role, title, initPid }];
  });
}
