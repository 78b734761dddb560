'use client';
/** The picture with everything beneath it, joined with the lab's store. Fetched after the page. */
import { useMemo } from 'react';
import type { Ghost } from '../../server/protocol/challenge.ts';
import type { Request } from '../../server/protocol/events.ts';
import type { Topology } from '../../server/protocol/topology.ts';
import { ReplayMarks } from '../packets/replay-marks.tsx';
import { pointOf } from '../packets/track.ts';
import { useJourneyLink } from '../packets/use-journey-link.ts';
import { useReplay } from '../packets/use-replay.ts';
import type { Drawing } from '../topology/layout/shapes.ts';
import { TopologyPane } from '../topology/topology-pane.tsx';
import { phoneViewport } from '../ui/before-paint.ts';
import { late } from '../ui/late.tsx';
import { useMedia } from '../ui/use-media.ts';
import { Drawer } from './drawer.tsx';
import { useLab, useView } from './lab-context.tsx';
import { isWithinReach } from './lab-store.ts';

const StatePanel = late(() =>
  import('../state/state-panel.tsx').then((module) => module.StatePanel),
);
const PacketsPanel = late(() =>
  import('../packets/packets-panel.tsx').then((module) => module.PacketsPanel),
);
const WhyPanel = late(() => import('../packets/why-panel.tsx').then((module) => module.WhyPanel));

export function Network({ topology }: { readonly topology: Topology }) {
  const session = useLab();
  const changes = useView((view) => view.lab.changes);
  const sight = useView((view) => view.lab.sight);
  const isConnected = useView(isWithinReach);
  const isRecording = useView((view) => view.isRecording);
  const chosenCommand = useView((view) => view.chosenCommand);
  const selection = useView((view) => view.selection);
  const pointedAt = useView((view) => view.pointedAt);
  const isReplayed = useView((view) => view.drawer === 'packets' && view.shownJourney !== null);
  // With a view open beneath, all of the picture in small says more than a part of it, as long as its
  // names can be told; on a phone less.
  const isPhone = useMedia(phoneViewport);
  const isBesideView = useView((view) => view.drawer !== 'changes') && !isPhone;
  const place = useReplay()?.step.place;
  const focusIn = useMemo(
    () =>
      isReplayed && place !== undefined ? (drawing: Drawing) => pointOf(drawing, place) : null,
    [isReplayed, place],
  );
  const goalAttempt = useView(({ ghostOf, lab }) => lab.attempts[ghostOf ?? '']);
  useJourneyLink();
  return (
    <TopologyPane
      topology={topology}
      changes={changes}
      sight={sight}
      isConnected={isConnected}
      ghosts={goalAttempt?.verdict === 'failed' ? goalAttempt.ghosts : noGhosts}
      onOpenTerminal={(place) => void session.openTerminal(place)}
      onSelectCause={({ terminalId, commandId }) => {
        if (terminalId !== null) session.revealCommand(terminalId, commandId);
      }}
      chosenCause={chosenCommand}
      selection={selection}
      onSelect={session.select}
      pointedAt={pointedAt}
      isWatched={isReplayed || isBesideView}
      focusIn={focusIn}
      overlay={(drawing) => isReplayed && <ReplayMarks drawing={drawing} />}
      {...(!isRecording && {
        undo: {
          plan: (toVersion: number) => session.request('undo:plan', { toVersion }),
          apply: (request: Request<'undo:apply'>) => session.request('undo:apply', request),
        },
      })}
      beneath={({ timeline, shown }) => (
        <Drawer
          timeline={timeline}
          views={{
            packets: () => <PacketsPanel />,
            state: () => <StatePanel topology={shown} />,
            why: () => <WhyPanel />,
          }}
        />
      )}
    />
  );
}

const noGhosts: readonly Ghost[] = [];
