/** Fetches what a lab page loads after its text, so that it is there when a lesson is chosen. */
export function preloadLab() {
  void import('./lab-socket.ts');
  void import('../terminal/terminal-panel.tsx');
  void import('./network.tsx');
}
