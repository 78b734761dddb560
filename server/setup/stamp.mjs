/** Remembers from which content something was made, so that it is made again only when it differs. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Calls `make` unless the stamp says that it was done for the same content of `paths`. */
export function onceFor(stampPath, paths, make) {
  const digest = digestOf(paths);
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === digest) return false;
  make();
  mkdirSync(dirname(stampPath), { recursive: true });
  writeFileSync(stampPath, digest);
  return true;
}

function digestOf(paths) {
  const hash = createHash('sha256').update(process.arch);
  for (const path of paths) addTo(hash, path);
  return hash.digest('hex');
}

function addTo(hash, path) {
  if (!existsSync(path)) return;
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path).sort()) addTo(hash, join(path, name));
    return;
  }
  hash.update(path).update('\0').update(readFileSync(path)).update('\0');
}
