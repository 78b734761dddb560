'use client';

import type { ReactNode } from 'react';
import type { RecordingPlace } from '../recording/connect-recording.ts';
import { late } from '../ui/late.tsx';
import { Splitter } from '../ui/splitter.tsx';
import { Bands } from './bands.tsx';
import { LabProvider, useLab, useView } from './lab-context.tsx';
import { LabHeader } from './lab-header.tsx';
import { onPaneKey, paneId } from './pane-keys.ts';
import { PaneTabs } from './pane-tabs.tsx';
import { Picture } from './picture.tsx';

const TerminalPanel = late(() =>
  import('../terminal/terminal-panel.tsx').then((module) => module.TerminalPanel),
);

const PlayerBar = late(() =>
  import('../recording/player-bar.tsx').then((module) => module.PlayerBar),
);

/** The page of a lesson: its text beside the picture and the terminals of the learner's lab. */
export function LabPage(props: {
  readonly lessonId: string;
  readonly lessonTitle: string;
  readonly moduleTitle: string;
  readonly firstMachine: string;
  /** Shown in place of a lab. */
  readonly recording?: RecordingPlace | undefined;
  readonly children: ReactNode; // the text
}) {
  return (
    <LabProvider
      lessonId={props.lessonId}
      firstMachine={props.firstMachine}
      recording={props.recording}
    >
      <LabPanes header={<LabHeader lesson={props.lessonTitle} module={props.moduleTitle} />}>
        {props.children}
      </LabPanes>
    </LabProvider>
  );
}

function LabPanes(props: { readonly header: ReactNode; readonly children: ReactNode }) {
  const session = useLab();
  const pane = useView((view) => view.pane);
  const isRecording = useView((view) => view.isRecording);
  const isDrawerOpen = useView((view) => view.drawer !== 'changes');
  return (
    <div
      className="lab"
      data-pane={pane}
      data-recording={isRecording}
      onKeyDownCapture={(event) => onPaneKey(event, session.showPane)}
    >
      {props.header}
      <Bands />
      <main className="lab-panes">
        <article className="pane pane-lesson" id={paneId('lesson')} tabIndex={-1}>
          {props.children}
        </article>
        <Splitter
          id="lesson"
          label="Width of the lesson"
          direction="row"
          defaultPercent={42}
          range={{ min: 25, max: 65 }}
        />
        <div className="bench" data-drawer={isDrawerOpen ? 'open' : 'closed'}>
          <section
            className="pane pane-picture"
            id={paneId('picture')}
            tabIndex={-1}
            aria-label="Picture of the network"
          >
            <Picture />
          </section>
          <Splitter
            key={isDrawerOpen ? 'bench' : 'picture'}
            id={isDrawerOpen ? 'bench' : 'picture'}
            label="Height of the picture"
            direction="column"
            defaultPercent={isDrawerOpen ? 78 : 56}
            range={{ min: 15, max: 85 }}
          />
          <section
            className="pane pane-terminal"
            id={paneId('terminal')}
            tabIndex={-1}
            aria-label="Terminals"
          >
            {isRecording && <PlayerBar />}
            <TerminalPanel />
          </section>
        </div>
      </main>
      <PaneTabs />
    </div>
  );
}
