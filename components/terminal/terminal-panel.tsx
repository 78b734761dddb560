'use client';

import '@xterm/xterm/css/xterm.css';
import { useState } from 'react';
import { useLab, useView } from '../lab/lab-context.tsx';
import { Button } from '../ui/button.tsx';
import { Splitter } from '../ui/splitter.tsx';
import { tabTitle } from './tab-title.ts';
import { TerminalKeys } from './terminal-keys.tsx';
import { storedSettings, storeSettings } from './terminal-settings.ts';
import { TerminalTabs } from './terminal-tabs.tsx';
import { TerminalView } from './terminal-view.tsx';

/** The terminals of a lab: tabs above, one or two of them in view. Loaded after the lesson. */
export function TerminalPanel() {
  const session = useLab();
  const terminals = useView((view) => view.lab.terminals);
  const slots = useView((view) => view.slots);
  const activeSlot = useView((view) => view.activeSlot);
  const isRecording = useView((view) => view.isRecording);
  const [settings, setSettings] = useState(storedSettings);

  return (
    <div className="terminal-panel">
      <TerminalTabs
        isRecording={isRecording}
        settings={settings}
        onSettings={(next) => {
          setSettings(next);
          storeSettings(next);
        }}
      />
      <div className="terminal-stage" data-split={slots.length > 1}>
        {terminals.map((terminal, index) => {
          const slot = slots.indexOf(terminal.terminalId);
          return (
            <TerminalView
              key={terminal.terminalId}
              terminal={terminal}
              title={tabTitle(terminals, index)}
              isTitled={slots.length > 1}
              slot={slot === -1 ? null : slot}
              isActive={slot === activeSlot}
              settings={settings}
            />
          );
        })}
        {slots.length > 1 && (
          <Splitter
            id="terminal"
            label="Width of the left terminal"
            direction="row"
            defaultPercent={50}
            range={{ min: 20, max: 80 }}
          />
        )}
        {slots.map((terminalId, slot) =>
          terminalId === null ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: a slot is its place
            <EmptySlot key={slot} slot={slot} />
          ) : null,
        )}
      </div>
      {!isRecording && <TerminalKeys onKey={(keys) => session.typeIntoActive(keys)} />}
    </div>
  );
}

function EmptySlot({ slot }: { readonly slot: number }) {
  const session = useLab();
  const isReady = useView((view) => view.lab.state?.kind === 'ready');
  const isRecording = useView((view) => view.isRecording);
  return (
    <div className="terminal-empty" data-slot={slot}>
      {isReady ? (
        <Button
          onClick={() => {
            session.store.setState({ activeSlot: slot });
            void session.openFirstMachine();
          }}
        >
          Open a terminal
        </Button>
      ) : (
        <p>
          {isRecording
            ? 'What was typed is shown here.'
            : 'The terminal opens as soon as the lab is ready.'}
        </p>
      )}
    </div>
  );
}
