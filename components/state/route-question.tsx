/** "Ask the kernel": an address, and the way that a packet to it would take from here. */
import { type FormEvent, useState } from 'react';
import type { RouteAnswer } from '../../server/protocol/kernel-answers.ts';
import type { Namespace } from '../../server/protocol/topology.ts';
import { useLab, useView } from '../lab/lab-context.tsx';
import { Button } from '../ui/button.tsx';
import { CommandLine } from './command-line.tsx';

type Said =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'answered'; readonly answer: RouteAnswer; readonly version: number }
  | { readonly kind: 'refused'; readonly message: string };

export function useRouteQuestion({ machine, isRoot, path }: Namespace) {
  const session = useLab();
  const [said, setSaid] = useState<Said>({ kind: 'nothing' });
  const isStale = useView(
    ({ lab }) =>
      said.kind === 'answered' &&
      lab.changes.some(({ version, summary }) => version > said.version && summary.length > 0),
  );

  async function ask(destination: string) {
    const version = session.store.getState().lab.topology?.version ?? 0;
    const place = { machine, namespacePath: isRoot ? null : path };
    const answer = await session.request('kernel:route', { ...place, destination });
    if (!answer.ok) return setSaid({ kind: 'refused', message: answer.message });
    setSaid({ kind: 'answered', answer: answer.answer, version });
    if (answer.answer.route !== null) session.pointAt([answer.answer.route]);
  }

  const litRoute = said.kind === 'answered' && !isStale ? said.answer.route : null;
  return { said, isStale, ask, litRoute };
}

export function RouteQuestion(props: {
  readonly question: ReturnType<typeof useRouteQuestion>;
  readonly machine: string;
  readonly isPast: boolean;
}) {
  const { said, isStale, ask } = props.question;
  const [destination, setDestination] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = destination.trim();
    if (wanted !== '') void ask(wanted);
  };
  return (
    <div className="st-question">
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
        <Button type="submit" disabled={props.isPast || destination.trim() === ''}>
          Ask
        </Button>
        {props.isPast && <span className="st-none">The kernel answers for now, not the past.</span>}
      </form>
      <div className="st-answer" role="status" data-kind={said.kind}>
        {said.kind === 'refused' && <p className="st-refused">{said.message}</p>}
        {said.kind === 'answered' && (
          <>
            <p>{said.answer.reason}</p>
            <pre>{said.answer.output}</pre>
            {isStale && <p className="st-none">The network has changed since. Ask again.</p>}
          </>
        )}
      </div>
      {said.kind === 'answered' && (
        <CommandLine command={said.answer.command} machine={props.machine} />
      )}
    </div>
  );
}
