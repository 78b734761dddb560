'use client';
/** What the packets of the lab did: recording them, and one at a time replayed on the picture. */
export function PacketsPanel() {
  return <p className="pane-placeholder">Packets are followed here.</p>;
}
