/** The secret that signs cookies: made once, readable for the server's user only. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../fault.ts';

/** Throws Fault `unavailable` where the folder cannot be used. */
export async function keptSecret(dataFolder: string): Promise<string> {
  const file = join(dataFolder, 'secret');
  try {
    // Fails where one is there already, also one that another process makes at this moment.
    await writeFile(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!isThereAlready(error)) throw unusable(file, error);
  }
  const secret = await readFile(file, 'utf8').catch((error: unknown) => {
    throw unusable(file, error);
  });
  if (secret.length >= 32) return secret;
  throw new Fault('unavailable', `The secret in ${file} is too short. Delete the file.`);
}

function isThereAlready(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

function unusable(file: string, cause: unknown): Fault {
  const words = cause instanceof Error ? cause.message : String(cause);
  return new Fault(
    'unavailable',
    `The secret ${file} cannot be kept: ${words}. Mend the folder, or set PATCHBAY_SECRET.`,
    { cause },
  );
}
