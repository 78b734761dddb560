/** The learner's progress for a page. What parses it is loaded after the page. */
import { useEffect, useState } from 'react';
import type { ProgressState } from './progress-requests.ts';

export function useProgress() {
  const [state, setState] = useState<ProgressState>({ kind: 'loading' });
  useEffect(() => {
    void import('./progress-requests.ts')
      .then(({ fetchProgress }) => fetchProgress())
      .then(setState);
  }, []);

  /** Deletes it, and shows what is left. Null when it is done, else why not. */
  const remove = async (): Promise<string | null> => {
    const { deleteProgress, fetchProgress } = await import('./progress-requests.ts');
    const refusal = await deleteProgress();
    setState(await fetchProgress());
    return refusal;
  };
  return { state, remove };
}
