import { useEffect, useState } from 'react';
import type { LabState } from '../../server/protocol/lab.ts';
import { Button } from '../ui/button.tsx';
import { countdown } from './countdown.ts';
import { useLab, useView } from './lab-context.tsx';

/** What the lab does just now, in two or three words; more of it is said in the bands below. */
export function LabStatus() {
  const connection = useView((view) => view.connection.kind);
  const isRecording = useView((view) => view.isRecording);
  const state = useView((view) => view.lab.state);
  const serverAheadMs = useView((view) => view.lab.serverAheadMs);
  if (isRecording) return <div className="lab-status">recording</div>;
  return (
    <div className="lab-status" data-state={connection === 'open' ? state?.kind : connection}>
      <span className="lab-status-dot" />
      <span role="status">
        {connection === 'open' ? stateWords(state) : connectionWords[connection]}
      </span>
      {connection === 'open' && state?.kind === 'ready' && (
        <Expiry atMs={state.expiresAtMs - serverAheadMs} />
      )}
    </div>
  );
}

const connectionWords = {
  connecting: 'connecting…',
  lost: 'not connected',
  stopped: 'not connected',
} as const;

function stateWords(state: LabState | null): string {
  switch (state?.kind) {
    case undefined:
      return 'connecting…';
    case 'queued':
      return `queued: ${state.position}`;
    case 'starting':
      return 'starting…';
    case 'ready':
      return 'ready';
    case 'resetting':
      return 'resetting…';
    case 'ended':
      return 'ended';
    case 'failed':
      return 'failed';
  }
}

/** Appears in the last minutes of idleness, with a way to stay. */
function Expiry({ atMs }: { readonly atMs: number }) {
  const session = useLab();
  const [text, setText] = useState<string | null>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const left = countdown(atMs - Date.now());
      setText(left.text);
      timer = setTimeout(tick, left.nextTickMs);
    };
    tick();
    return () => clearTimeout(timer);
  }, [atMs]);

  if (text === null) return null;
  return (
    <>
      <span className="lab-expiry" role="timer">
        ends in {text}
      </span>
      <Button onClick={() => void session.extend()}>Extend</Button>
    </>
  );
}
