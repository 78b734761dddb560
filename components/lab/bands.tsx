import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { useLab, useView } from './lab-context.tsx';
import type { LabView } from './lab-store.ts';

/** Lines below the header for what a person must know and can act on. Nothing fades by itself. */
export function Bands() {
  return (
    <div className="bands">
      <RecordingBand />
      <ConnectionBand />
      <StateBand />
      <MessageBand />
    </div>
  );
}

function RecordingBand() {
  const { lessonId } = useLab();
  const isRecording = useView((view) => view.isRecording);
  const hasSteps = useView((view) => view.playback?.blockIds.length !== 0);
  if (!isRecording) return null;
  return (
    <Band
      tone="quiet"
      action={
        <a className="button button-plain" href={`/lessons/${lessonId}`}>
          Open the lab
        </a>
      }
    >
      {hasSteps
        ? 'This is a recording: Show plays what a block did. Nothing is judged.'
        : 'This is a recording: the network as it is found. Nothing is judged.'}
    </Band>
  );
}

function ConnectionBand() {
  const { store } = useLab();
  const connection = useView((view) => view.connection);
  const lastLoss = useView((view) => view.lastLoss);
  switch (connection.kind) {
    case 'connecting':
      return null;
    case 'stopped':
      return (
        <Band tone="bad" action={<Button onClick={() => location.reload()}>Reload</Button>}>
          {connection.reason}
        </Band>
      );
    case 'lost':
      return <Band tone="bad">Connection lost: {connection.reason} Trying to get it back…</Band>;
    case 'open':
      if (lastLoss === null) return null;
      return (
        <Band
          tone={lastLoss.gone === 'nothing' ? 'quiet' : 'warn'}
          action={<Button onClick={() => store.setState({ lastLoss: null })}>Dismiss</Button>}
        >
          {regainedWords(lastLoss)}
        </Band>
      );
  }
}

function regainedWords({ reason, gone }: NonNullable<LabView['lastLoss']>): string {
  const anew =
    'The network that you built, its terminals and its recordings are gone. The lab begins anew; what you have earned stays.';
  switch (gone) {
    case 'nothing':
      return `Connected again. It was lost because: ${reason}`;
    case 'server':
      return `The server was started anew, and your sandbox ended with the old one. ${anew}`;
    case 'lab':
      return `Connected again, but your sandbox had ended meanwhile. ${anew}`;
  }
}

function StateBand() {
  const session = useLab();
  const state = useView((view) => view.lab.state);
  switch (state?.kind) {
    case 'queued':
      return (
        <Band tone="warn">
          The lab is full: all sandboxes are in use. You are number {state.position} in the queue,
          and yours opens here by itself. Meanwhile, the lesson can be read{' '}
          <a href={`/lessons/${session.lessonId}/read`}>with a recording</a>.
        </Band>
      );
    case 'ended':
    case 'failed':
      return (
        <Band
          tone={state.kind === 'failed' ? 'bad' : 'warn'}
          action={
            <Button look="primary" onClick={() => void session.reset(null)}>
              New sandbox
            </Button>
          }
        >
          {state.reason}
        </Band>
      );
    default:
      return null;
  }
}

function MessageBand() {
  const { store } = useLab();
  const message = useView((view) => view.message);
  if (message === null) return null;
  return (
    <Band
      tone="warn"
      action={<Button onClick={() => store.setState({ message: null })}>Dismiss</Button>}
    >
      {message}
    </Band>
  );
}

function Band(props: {
  readonly tone: 'quiet' | 'warn' | 'bad';
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className={`band band-${props.tone}`} role={props.tone === 'bad' ? 'alert' : 'status'}>
      <p>{props.children}</p>
      {props.action}
    </div>
  );
}
