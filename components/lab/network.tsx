'use client';
/** The picture with everything beneath it, joined with the lab's store. Fetched after the page. */
import type { Ghost } from '../../server/protocol/challenge.ts';
import type { Topology } from '../../server/protocol/topology.ts';
import { ReplayMarks } from '../packets/replay-marks.tsx';
import { useJourneyLink } from '../packets/use-journey-link.ts';
import { TopologyPane } from '../topology/topology-pane.tsx';
import { wideViewport } from '../ui/before-paint.ts';
import { late } from '../ui/late.tsx';
import { Drawer } from './drawer.tsx';
import { useLab, useView } from './lab-context.tsx';

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
  const chosenCommand = useView((view) => view.chosenCommand);
  const selection = useView((view) => view.selection);
  const pointedAt = useView((view) => view.pointedAt);
  const isReplayed = useView((view) => view.drawer === 'packets' && view.shownJourney !== null);
  // With a view open beneath, all of the picture in small says more than a part of it; on a phone less.
  const isBesideView =
    useView((view) => view.drawer !== 'changes') && matchMedia(wideViewport).matches;
  const goalAttempt = useView(({ ghostOf, lab }) => lab.attempts[ghostOf ?? '']);
  useJourneyLink();
  return (
    <TopologyPane
      topology={topology}
      changes={changes}
      sight={sight}
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
      overlay={(drawing) => isReplayed && <ReplayMarks drawing={drawing} />}
      undo={{
        plan: (toVersion) => session.request('undo:plan', { toVersion }),
        apply: (request) => session.request('undo:apply', request),
      }}
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
