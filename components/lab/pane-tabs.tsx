import { useLab, useView } from './lab-context.tsx';
import type { Pane } from './lab-store.ts';

const panes = [
  { pane: 'lesson', name: 'Lesson' },
  { pane: 'picture', name: 'Picture' },
  { pane: 'terminal', name: 'Terminal' },
] as const satisfies readonly { pane: Pane; name: string }[];

/** On a phone one pane is in view; these switch between them and nothing is lost. */
export function PaneTabs() {
  const session = useLab();
  const shown = useView((view) => view.pane);
  return (
    <nav className="pane-tabs" aria-label="Parts of the page">
      {panes.map(({ pane, name }) => (
        <button
          key={pane}
          type="button"
          aria-current={pane === shown ? 'true' : undefined}
          onClick={() => session.showPane(pane)}
        >
          {name}
        </button>
      ))}
    </nav>
  );
}
