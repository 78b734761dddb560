/** "Ask the kernel": an address, and the way that a packet to it would take from here. */
import { type FormEvent, useState } from 'react';
import type { RouteAnswer } from '../../server/protocol/kernel-answers.ts';
import type { Namespace } from '../../server/protocol/topology.ts';
import { useLab, useView } from '../lab/lab-context.tsx';
import { isWithinReach } from '../lab/lab-store.ts';
import { Button } from '../ui/button.tsx';
import { CommandLine } from './command-line.tsx';
import { goToLitLine } from './data-table.tsx';

type Said =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'answered'; readonly answer: RouteAnswer; readonly version: number }
  | { readonly kind: 'refused'; readonly message: string };

/** What was said in one namespace is nothing in another. */
export function useRouteQuestion({ key, machine, isRoot, path }: Namespace) {
  const session = useLab();
  const [last, setLast] = useState<{ readonly of: string; readonly said: Said } | null>(null);
  const said: Said = last?.of === key ? last.said : { kind: 'nothing' };
  const isStale = useView(
    ({ lab }) =>
      said.kind === 'answered' &&
      lab.changes.some(({ version, summary }) => version > said.version && summary.length > 0),
  );

  async function ask(destination: string) {
    const version = session.store.getState().lab.topology?.version ?? 0;
    const place = { machine, namespacePath: isRoot ? null : path };
    const answer = await session.request('kernel:route', { ...place, destination });
    setLast({
      of: key,
      said: answer.ok
        ? { kind: 'answered', answer: answer.answer, version }
        : { kind: 'refused', message: answer.message },
    });
    if (answer.ok && answer.answer.route !== null) session.pointAt([answer.answer.route]);
  }

  const litRoute = said.kind === 'answered' && !isStale ? said.answer.route : null;
  return { said, isStale, ask, litRoute };
}

type Question = ReturnType<typeof useRouteQuestion>;

export function RouteQuestion(props: { readonly question: Question; readonly isPast: boolean }) {
  const [destination, setDestination] = useState('');
  const canAsk = useView(isWithinReach);
  const wanted = destination.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wanted !== '') void props.question.ask(wanted);
  };
  return (
    <form onSubmit={submit}>
      <label>
        <span>Ask the kernel: which way to</span>
        <input
          value={destination}
          onChange={({ target }) => setDestination(target.value)}
          placeholder="8.8.8.8"
          maxLength={45}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
        />
      </label>
      <Button type="submit" disabled={props.isPast || !canAsk || wanted === ''}>
        Ask
      </Button>
      {props.isPast && <span className="st-none">The kernel answers for now, not the past.</span>}
    </form>
  );
}

export function RouteAnswerText(props: { readonly question: Question; readonly machine: string }) {
  const { said, isStale, litRoute } = props.question;
  return (
    <div className="st-answer" data-kind={said.kind}>
      <div role="status">
        {said.kind === 'refused' && <p className="st-refused">{said.message}</p>}
        {said.kind === 'answered' && <p>{said.answer.reason}</p>}
        {isStale && <p className="st-none">The network has changed since. Ask again.</p>}
      </div>
      {said.kind === 'answered' && (
        <>
          <CommandLine command={said.answer.command} machine={props.machine}>
            {litRoute !== null && (
              <button type="button" className="st-link" onClick={goToLitLine}>
                show the line that it takes
              </button>
            )}
          </CommandLine>
          <pre>{said.answer.output}</pre>
        </>
      )}
    </div>
  );
}
