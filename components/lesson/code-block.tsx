'use client';

import { Check, Copy, Play, Square } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { TerminalPlace } from '../../server/protocol/lab.ts';
import { useLab, useView } from '../lab/lab-context.tsx';
import { Button } from '../ui/button.tsx';

/** Code of the lesson that Run types into the right machine's terminal. `children`: it, coloured. */
export function CodeBlock(props: {
  readonly id: string;
  readonly code: string;
  readonly place: TerminalPlace;
  readonly children: ReactNode;
}) {
  const { id, code, place } = props;
  const session = useLab();
  const isReady = useView(
    ({ connection, lab }) => connection.kind === 'open' && lab.state?.kind === 'ready',
  );
  const isTyping = useView((view) => view.runningBlocks.includes(id));
  const [isAsking, setAsking] = useState(false); // whether to interrupt what runs there

  const run = async (how: 'politely' | 'interrupting') => {
    const outcome = await session.runBlock({ id, code, place }, how);
    setAsking(outcome === 'busy');
  };

  return (
    <figure className="code-block">
      <figcaption>
        <span>
          on {place.machine}
          {place.namespacePath !== null && `, in ${place.namespacePath.split('/').at(-1)}`}
        </span>
        <CopyButton text={code} />
        {isTyping ? (
          <Button onClick={() => session.stopRun(id)}>
            <Square aria-hidden size={13} /> Stop
          </Button>
        ) : (
          <Button
            disabled={!isReady}
            // The second click of a double click is no second wish.
            onClick={(event) => event.detail <= 1 && void run('politely')}
          >
            <Play aria-hidden size={13} /> Run
          </Button>
        )}
      </figcaption>
      {props.children}
      {isAsking && (
        <div className="code-block-question" role="alert">
          <span>Something is still running in that terminal.</span>
          <Button onClick={() => void run('interrupting')}>Interrupt and run</Button>
          <Button onClick={() => setAsking(false)}>Leave it</Button>
        </div>
      )}
    </figure>
  );
}

function CopyButton({ text }: { readonly text: string }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <Button
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
      onBlur={() => setCopied(false)}
    >
      {isCopied ? <Check aria-hidden size={13} /> : <Copy aria-hidden size={13} />}
      <span aria-live="polite">{isCopied ? 'Copied' : 'Copy'}</span>
    </Button>
  );
}
