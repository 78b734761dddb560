/** From whatever a client has sent to the answer it gets: limit, shape, work, words. */
import type * as z from 'zod/mini';
import { Fault } from '../fault.ts';
import type { Answer, Refusal, Request, RequestName } from '../protocol/events.ts';
import { requests } from '../protocol/events.ts';
import type { Allowances } from './allowances.ts';
import type { Session } from './session.ts';

export function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requests, name);
}

/** Never rejects. `onUnexpected` is told of errors that are nobody's Fault. */
export async function answer<N extends RequestName>(
  name: N,
  payload: unknown,
  asker: { readonly learnerId: string; readonly session: Session; readonly allowances: Allowances },
  onUnexpected: (error: unknown) => void,
): Promise<Answer<N>> {
  try {
    asker.allowances.spend(asker.learnerId, name);
    const parsed = parsers[name].request.safeParse(payload);
    if (!parsed.success) throw new Fault('bad-request', `${name}: ${wordsFor(parsed.error)}`);
    const handle = asker.session.handlers[name];
    return { ok: true, ...(await handle(parsed.data)) };
  } catch (error) {
    if (!(error instanceof Fault)) onUnexpected(error);
    return refusalOf(error);
  }
}

/** The schemas, seen so that the compiler keeps an event and its request together. */
const parsers: { readonly [N in RequestName]: { readonly request: Parser<Request<N>> } } = requests;

type Parser<T> = {
  safeParse(
    data: unknown,
  ):
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: z.core.$ZodError };
};

export function refusalOf(error: unknown): Refusal {
  return error instanceof Fault
    ? { ok: false, code: error.code, message: error.message }
    : { ok: false, code: 'internal', message: 'The server has failed at this. Try again.' };
}

/** `columns: expected number to be <=500` for the first thing that is wrong. */
function wordsFor(error: z.core.$ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'has the wrong shape';
  const path = issue.path.map(String).join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}
