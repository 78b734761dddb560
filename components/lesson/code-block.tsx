'use client';

import { Check, Copy, Play, Square } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { TerminalPlace } from '../../server/protocol/lab.ts';
import { useLab, useView } from '../lab/lab-context.tsx';
import { strayedTo, terminalAt } from '../lab/whereabouts.ts';
import { Button } from '../ui/button.tsx';
import { useDrawn } from './drawn.tsx';

/** Code of the lesson that Run types into the right machine's terminal. `children`: it, coloured. */
export function CodeBlock(props: {
  readonly id: string;
  readonly code: string;
  readonly place: TerminalPlace;
  readonly isTraced?: boolean; // its packets are recorded, and shown when it is done
  readonly children: ReactNode;
}) {
  const { id, isTraced = false } = props;
  const session = useLab();
  const drawn = useDrawn();
  const code = drawn(props.code);
  const { machine, namespacePath: path } = props.place;
  const place = { machine, namespacePath: path === null ? null : drawn(path) };
  const isReady = useView(
    ({ connection, lab }) => connection.kind === 'open' && lab.state?.kind === 'ready',
  );
  const isRecording = useView((view) => view.isRecording);
  const isShown = useView(
    ({ playback }) => playback !== null && playback.blockIds[playback.block] === id,
  );
  const isTyping = useView((view) => view.runningBlocks.includes(id));
  const isUnfinished = useView((view) => view.unfinishedBlocks.includes(id));
  /** Where the shell that would get the lines stands now, if not where the block says. */
  const elsewhere = useView((view) => {
    const terminal = terminalAt(view, place);
    return terminal === null ? null : strayedTo(terminal);
  });
  const isContinued = useView((view) => terminalAt(view, place)?.shell.kind === 'continuation');
  const [isAsking, setAsking] = useState(false); // whether to interrupt what runs there

  const run = async (how: 'politely' | 'interrupting') => {
    const start = isTraced ? session.runTraced : session.runBlock;
    const outcome = await start({ id, code, place }, how);
    setAsking(outcome === 'busy');
  };

  return (
    <figure className="code-block" lang="en">
      <figcaption>
        <span>
          on {place.machine}
          {place.namespacePath !== null && `, in ${place.namespacePath.split('/').at(-1)}`}
          {elsewhere !== null && (
            <span title={`The shell of that terminal is in ${elsewhere} now.`}> → {elsewhere}</span>
          )}
        </span>
        <CopyButton text={code} />
        {isRecording ? (
          <Button disabled={!isReady} aria-pressed={isShown} onClick={() => session.showBlock(id)}>
            <Play aria-hidden size={13} /> Show
          </Button>
        ) : isTyping ? (
          <Button onClick={() => session.stopRun(id)}>
            <Square aria-hidden size={13} /> Stop
          </Button>
        ) : (
          <Button
            disabled={!isReady}
            // The second click of a double click is no second wish.
            onClick={(event) => event.detail <= 1 && void run('politely')}
          >
            <Play aria-hidden size={13} /> {isTraced ? 'Run and follow' : 'Run'}
          </Button>
        )}
      </figcaption>
      {props.children}
      {isUnfinished && (
        <div className="code-block-question code-block-waiting" role="status">
          <span>The shell waits for the rest of the line.</span>
          <Button onClick={() => void session.giveUpLine(id)}>Give the line up</Button>
        </div>
      )}
      {isAsking && (
        <div className="code-block-question" role="alert">
          <span>
            {isContinued
              ? 'The shell of that terminal waits for the rest of a line.'
              : 'Something is still running in that terminal.'}
          </span>
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
