import '../topology/topology.css';
import type { Ghost } from '../../server/protocol/challenge.ts';
import { late } from '../ui/late.tsx';
import { useLab, useView } from './lab-context.tsx';

const TopologyPane = late(() =>
  import('../topology/topology-pane.tsx').then((module) => module.TopologyPane),
);

/** The picture of the network with its timeline, joined with the lab's store. */
export function Picture() {
  const session = useLab();
  const topology = useView((view) => view.lab.topology);
  const changes = useView((view) => view.lab.changes);
  const sight = useView((view) => view.lab.sight);
  const chosenCommand = useView((view) => view.chosenCommand);
  const goalAttempt = useView(({ ghostOf, lab }) => lab.attempts[ghostOf ?? '']);
  if (topology === null) {
    return (
      <p className="pane-placeholder">
        The network is drawn here from what the kernel says, as soon as there is one.
      </p>
    );
  }
  return (
    <TopologyPane
      topology={topology}
      changes={changes}
      sight={sight}
      ghosts={goalAttempt?.verdict === 'failed' ? goalAttempt.ghosts : noGhosts}
      onOpenTerminal={(place) => void session.openTerminal(place)}
      onSelectCause={(cause) => session.revealCommand(cause.terminalId, cause.commandId)}
      chosenCause={chosenCommand}
    />
  );
}

const noGhosts: readonly Ghost[] = [];
