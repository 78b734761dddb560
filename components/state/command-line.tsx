import { Check, Copy, Play } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useLab, useView } from '../lab/lab-context.tsx';
import { IconButton } from '../ui/button.tsx';

/** A command with a button that copies it and one that types it on its machine. */
export function CommandLine(props: {
  readonly command: string;
  readonly machine: string;
  readonly children?: ReactNode;
}) {
  const { command, machine } = props;
  const session = useLab();
  const isReady = useView(
    ({ connection, lab }) => connection.kind === 'open' && lab.state?.kind === 'ready',
  );
  const isRecording = useView((view) => view.isRecording);
  const [said, say] = useState('');

  const copy = () =>
    navigator.clipboard.writeText(command).then(
      () => say('copied'),
      () => say('the browser refused to copy'),
    );
  const run = async () => {
    const place = { machine, namespacePath: null };
    const outcome = await session.runBlock(
      { id: `state ${command}`, code: command, place },
      'politely',
    );
    say(outcome === 'busy' ? 'something is running in that terminal' : '');
  };
  return (
    <div className="st-command">
      <code>{command}</code>
      <IconButton label={`Copy: ${command}`} onClick={() => void copy()} onBlur={() => say('')}>
        {said === 'copied' ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      </IconButton>
      {!isRecording && (
        <IconButton
          label={`Run on ${machine}: ${command}`}
          disabled={!isReady}
          onClick={(event) => event.detail <= 1 && void run()}
          onBlur={() => say('')}
        >
          <Play size={14} aria-hidden />
        </IconButton>
      )}
      {props.children}
      <span role="status">{said}</span>
    </div>
  );
}
