/** Lies over the picture while nobody knows whether it is still true. */
import type { Sight } from '../../../server/protocol/topology.ts';

export function Veil({ sight }: { readonly sight: Extract<Sight, { kind: 'blind' }> }) {
  return (
    <div className="tp-veil" role="status">
      <p>
        <strong>The picture has lost sight of the kernel.</strong> {sight.reason}
      </p>
      <p>What you see may be out of date. Your shells go on working.</p>
    </div>
  );
}
