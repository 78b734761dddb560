/** Beneath the picture: the timeline in one line, or a view that is as tall as the person wants it. */
import { X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import { IconButton } from '../ui/button.tsx';
import { Splitter } from '../ui/splitter.tsx';
import { useLab, useView } from './lab-context.tsx';
import { type DrawerTab, drawerTabs } from './lab-store.ts';

const names: Readonly<Record<DrawerTab, string>> = {
  changes: 'Changes',
  packets: 'Packets',
  state: 'State',
  why: 'Why',
};

const recordedTabs: readonly DrawerTab[] = ['changes', 'state'];

const explained: Readonly<Record<DrawerTab, string>> = {
  changes: 'What each command changed',
  packets: 'Follow packets on their way through the network',
  state: 'All that the kernel holds, as tables',
  why: 'Why can one not reach the other? The first broken hop',
};

export function Drawer(props: {
  readonly timeline: ReactNode;
  readonly views: Readonly<Record<Exclude<DrawerTab, 'changes'>, () => ReactNode>>;
}) {
  const session = useLab();
  const shown = useView((view) => view.drawer);
  // Of a recording, nothing can be sent and nobody asked.
  const tabs = useView((view) => view.isRecording) ? recordedTabs : drawerTabs;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);

  const show = (tab: DrawerTab) => {
    session.chooseDrawer(tab);
    list.current?.querySelector<HTMLElement>(`[data-tab="${tab}"]`)?.focus();
  };
  const move = (event: KeyboardEvent) => {
    const last = tabs.length - 1;
    const here = tabs.indexOf(shown);
    const to = {
      ArrowLeft: here === 0 ? last : here - 1,
      ArrowRight: here === last ? 0 : here + 1,
      Home: 0,
      End: last,
    }[event.key];
    const tab = tabs[to ?? -1];
    if (tab === undefined) return;
    event.preventDefault();
    show(tab);
  };

  return (
    <>
      {shown !== 'changes' && (
        <Splitter
          id="drawer"
          label="Height of the picture above this view"
          direction="column"
          defaultPercent={46}
          range={{ min: 10, max: 80 }}
        />
      )}
      <section className="drawer" data-shown={shown} aria-label="Beneath the picture">
        <div className="drawer-bar">
          <div
            ref={list}
            className="drawer-tabs"
            role="tablist"
            aria-label="Views beneath the picture"
            onKeyDown={move}
          >
            {tabs.map((tab) => (
              <button
                key={tab}
                type="button"
                role="tab"
                id={`${id}-${tab}`}
                data-tab={tab}
                title={explained[tab]}
                aria-selected={tab === shown}
                aria-controls={`${id}-view`}
                tabIndex={tab === shown ? 0 : -1}
                // Pressed again, the view makes room.
                onClick={() => show(tab === shown ? 'changes' : tab)}
              >
                {names[tab]}
              </button>
            ))}
          </div>
          <div
            className="drawer-timeline"
            {...(shown === 'changes' && {
              role: 'tabpanel',
              id: `${id}-view`,
              'aria-labelledby': `${id}-changes`,
            })}
          >
            {props.timeline}
          </div>
          {shown !== 'changes' && (
            <IconButton label="Close this view" onClick={() => show('changes')}>
              <X size={15} strokeWidth={1.6} aria-hidden="true" />
            </IconButton>
          )}
        </div>
        {shown !== 'changes' && (
          <div
            className="drawer-view"
            role="tabpanel"
            id={`${id}-view`}
            aria-labelledby={`${id}-${shown}`}
          >
            {props.views[shown]()}
          </div>
        )}
      </section>
    </>
  );
}
