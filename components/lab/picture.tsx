import '../topology/topology.css';
import './drawer.css';
import { late } from '../ui/late.tsx';
import { useView } from './lab-context.tsx';

// To draw the first picture takes as long as all of the first terminal, which somebody waits for.
const Network = late(() => import('./network.tsx').then((module) => module.Network), 'when-idle');

/** The picture of the network and what stands beneath it, as soon as there is a network. */
export function Picture() {
  const topology = useView((view) => view.lab.topology);
  if (topology === null) {
    return (
      <p className="pane-placeholder">
        The network is drawn here from what the kernel says, as soon as there is one.
      </p>
    );
  }
  return <Network topology={topology} />;
}
