'use client';

import './recording.css';
import { Pause, Play, SkipBack, SkipForward } from 'lucide-react';
import { useLab, useView } from '../lab/lab-context.tsx';
import { IconButton } from '../ui/button.tsx';

/** Of the slider: what an arrow key moves it by. */
const stepMs = 100;

/** Above the terminal of a recording: play, pause, and from step to step. */
export function PlayerBar() {
  const session = useLab();
  const playback = useView((view) => view.playback);
  if (playback === null) return null;
  const { isPlaying, block, blockIds, positionMs, lengthMs } = playback;
  const steps = blockIds.length;
  const step = steps === 0 ? noSteps : `Step ${block + 1} of ${steps}`;
  return (
    <div className="player" role="toolbar" aria-label="Recording">
      <IconButton
        label="Back one step"
        disabled={block < 0}
        onClick={() => session.playRecording((player) => player.back())}
      >
        <SkipBack aria-hidden size={15} />
      </IconButton>
      <IconButton
        label={isPlaying ? 'Pause' : 'Play'}
        onClick={() =>
          session.playRecording((player) => (isPlaying ? player.pause() : player.play()))
        }
      >
        {isPlaying ? <Pause aria-hidden size={15} /> : <Play aria-hidden size={15} />}
      </IconButton>
      <IconButton
        label="Next step"
        disabled={block + 1 >= steps}
        onClick={() => session.playRecording((player) => player.next())}
      >
        <SkipForward aria-hidden size={15} />
      </IconButton>
      <input
        type="range"
        aria-label="Position in the recording"
        aria-valuetext={`${seconds(positionMs)} of ${seconds(lengthMs)} seconds, ${step}`}
        min={0}
        max={inSteps(lengthMs)}
        step={stepMs}
        value={inSteps(positionMs)}
        onChange={({ target }) =>
          session.playRecording((player) => player.seek(target.valueAsNumber))
        }
      />
      <span className="player-step">
        {block < 0 && steps > 0 ? `${steps} ${steps === 1 ? 'step' : 'steps'}` : step}
      </span>
    </div>
  );
}

/** What is played then is what the picture does. */
const noSteps = 'Nothing is typed here';

/** A slider rounds what lies between two steps, and takes that for a wish of the person. */
function inSteps(ms: number): number {
  return Math.ceil(ms / stepMs) * stepMs;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(0);
}
