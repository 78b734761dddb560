/** What the server knows of the learner, by its cookie: read, and deleted. */
import * as z from 'zod/mini';
import { type Progress, progressSchema } from '../../server/protocol/progress.ts';

export type ProgressState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'known'; readonly progress: Progress }
  | { readonly kind: 'unknown'; readonly reason: string };

export async function fetchProgress(): Promise<ProgressState> {
  try {
    const response = await fetch('/api/progress');
    if (!response.ok) return unknown(`the server answered ${response.status}`);
    const progress = z.safeParse(progressSchema, await response.json());
    return progress.success
      ? { kind: 'known', progress: progress.data }
      : unknown('the answer has an unknown form');
  } catch {
    return unknown('the server cannot be reached');
  }
}

/** Null when it is done, else why not. */
export async function deleteProgress(): Promise<string | null> {
  try {
    const response = await fetch('/api/progress', { method: 'DELETE' });
    return response.ok ? null : `Nothing was deleted: the server answered ${response.status}.`;
  } catch {
    return 'Nothing was deleted: the server cannot be reached.';
  }
}

function unknown(why: string): ProgressState {
  return { kind: 'unknown', reason: `Your progress cannot be shown: ${why}.` };
}
