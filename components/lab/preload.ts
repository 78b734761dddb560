/** Fetches what a lab page loads after its text, so that it is there when a lesson is chosen. */
export function preloadLab() {
  void import('./lab-socket.ts');
  void import('../terminal/terminal-panel.tsx');
  void import('./network.tsx');
}

/** Begins the connection of a lab page that has been chosen, beside the page itself. */
export function connectAhead() {
  void import('./lab-line.ts').then((line) => line.connectAhead());
}
