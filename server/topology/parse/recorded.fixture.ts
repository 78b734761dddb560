/** What netwatch's programs printed in a real sandbox. */
import { readFileSync } from 'node:fs';
import type { Program } from '../netwatch-messages.ts';

export function recorded(program: Program): string {
  return readFileSync(new URL(`../recorded/${program}.txt`, import.meta.url), 'utf8');
}
