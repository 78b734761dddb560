/** Who is in a network namespace that is to be deleted, by the kernel's own list. */
import * as z from 'zod';
import type { SandboxHandle } from '../sandbox/handle.ts';
import type { Plan } from './plan-undo.ts';

const listSchema = z.object({
  namespaces: z.array(
    z.object({ ns: z.number(), nprocs: z.number(), command: z.string().nullish() }),
  ),
});

/** Sentences for the plan; one where the list could not be read. */
export async function findInhabitants(
  handle: Pick<SandboxHandle, 'run'>,
  ends: Plan['ends'],
): Promise<string[]> {
  const machines = [...Map.groupBy(ends, ({ machine }) => machine)];
  const sentences = machines.map(async ([machine, its]) => {
    const list = await listNamespaces(handle, machine);
    if (list === null) {
      return [`Who is in the namespaces that go on ${machine} could not be found out.`];
    }
    return its.flatMap(({ key, name }) => {
      const one = list.find(({ ns }) => key === `ns:${ns}`);
      return one === undefined || one.nprocs === 0 ? [] : [sentence(name, one)];
    });
  });
  return (await Promise.all(sentences)).flat();
}

async function listNamespaces(handle: Pick<SandboxHandle, 'run'>, machine: string) {
  const result = await handle.run(
    { kind: 'machine', machine },
    ['lsns', '-t', 'net', '-J', '-o', 'NS,NPROCS,COMMAND'],
    { timeoutMs: 5_000, outputLimitBytes: 256 * 1024 },
  );
  if (result.kind !== 'exited' || result.exitCode !== 0) return null;
  const list = listSchema.safeParse(readJson(result.stdout));
  return list.success ? list.data.namespaces : null;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return { unreadable: error };
  }
}

function sentence(
  name: string,
  { nprocs, command }: { readonly nprocs: number; readonly command?: string | null | undefined },
): string {
  // The program, without its folder and arguments.
  const program = (command ?? '').split(' ', 1)[0]?.split('/').at(-1) || 'A process';
  const who = nprocs === 1 ? `${program} is` : `${program} and ${nprocs - 1} more are`;
  const leave = nprocs === 1 ? 'it ends' : 'they end';
  return `${who} in ${name}: without its name that namespace lives on until ${leave}.`;
}
