'use client';

import { useEffect, useRef, useState } from 'react';
import type { Terminal } from '../../server/protocol/lab.ts';
import { useLab } from '../lab/lab-context.tsx';
import { WhyOffer } from '../packets/why-offer.tsx';
import { Button } from '../ui/button.tsx';
import { onComingIntoView } from './on-coming-into-view.ts';
import { onZoom } from './on-zoom.ts';
import { SearchBar } from './search-bar.tsx';
import { followTerminal } from './terminal-follower.ts';
import type { TerminalSettings } from './terminal-settings.ts';
import { loadTerminalFont, openXterm, type Size, type XtermTerminal } from './xterm-terminal.ts';

/** One terminal. Stays mounted while it is out of view, so that its scrollback stays. */
export function TerminalView(props: {
  readonly terminal: Terminal;
  readonly title: string;
  readonly isTitled: boolean; // beside another one, each says where it is
  readonly slot: number | null; // null: out of view
  readonly isActive: boolean;
  readonly settings: TerminalSettings;
}) {
  const { terminal, slot, isActive, settings } = props;
  const { terminalId } = terminal;
  const session = useLab();
  const element = useRef<HTMLDivElement>(null);
  const [live, setLive] = useState<{ screen: XtermTerminal; adapt: () => void } | null>(null);
  const [isSearching, setSearching] = useState(false);
  const firstSettings = useRef(settings);
  const firstHead = useRef(terminal.head);

  useEffect(() => {
    const host = element.current;
    if (host === null) return;
    const opening = Promise.withResolvers<XtermTerminal>();
    const follower = followTerminal({
      session,
      terminalId,
      head: firstHead.current,
      screen: opening.promise,
      onEnterAfterEnd: () => session.replaceTerminal(terminalId),
    });
    let end = () => follower.close();
    let isGone = false;
    void loadTerminalFont().then(() => {
      if (!isGone) end = begin(host);
    });

    const begin = (on: HTMLElement) => {
      const opened = openXterm(on, firstSettings.current, (mark) => follower.choose(mark));
      opened.onSearchKey(() => setSearching(true));
      let size: Size | null = null;
      const adapt = () => {
        const fitting = opened.fit();
        if (fitting !== null && !isSameSize(fitting, size)) {
          follower.resized(fitting);
          session.store.setState({ terminalSize: fitting });
        }
        size = fitting; // null while out of view: somebody else may give it another size meanwhile
      };
      adapt(); // before anything is drawn: what was printed may be as wide
      opening.resolve(opened);
      const observer = new ResizeObserver(adapt);
      observer.observe(on);
      const stopFollowingZoom = onZoom(adapt);
      const stopFollowingView = onComingIntoView(on, opened.toEnd);
      // For tests and scripts: what a person can read in this terminal.
      Object.assign(on, { terminalText: opened.text });
      setLive({ screen: opened, adapt });
      return () => {
        observer.disconnect();
        stopFollowingZoom();
        stopFollowingView();
        follower.close();
        opened.dispose();
        setLive(null);
      };
    };
    return () => {
      isGone = true;
      end();
    };
  }, [session, terminalId]);

  useEffect(() => {
    live?.screen.apply(settings);
    live?.adapt(); // the cells have another size now
  }, [live, settings]);

  useEffect(() => {
    if (isActive && slot !== null) live?.screen.focus();
  }, [live, isActive, slot]);

  return (
    <section
      className="terminal-view"
      data-slot={slot ?? 'none'}
      data-active={isActive}
      aria-label={`Terminal: ${props.title}. F6 leaves it.`}
      hidden={slot === null}
      onFocus={() => {
        if (slot !== null) session.store.setState({ activeSlot: slot });
      }}
    >
      {props.isTitled && (
        <p className="terminal-title" aria-hidden>
          {props.title}
        </p>
      )}
      {isSearching && live !== null && (
        <SearchBar
          onFind={live.screen.find}
          onClose={() => {
            setSearching(false);
            live.screen.focus();
          }}
        />
      )}
      <div ref={element} className="terminal-screen" data-terminal={terminalId} />
      {terminal.ended === null && <WhyOffer terminalId={terminalId} place={terminal.place} />}
      {terminal.ended !== null && (
        <div className="terminal-ended" role="status">
          <span>
            The shell ended
            {terminal.ended.exitCode === null ? '' : ` (code ${terminal.ended.exitCode})`}.
          </span>
          <Button onClick={() => session.replaceTerminal(terminalId)}>New shell</Button>
        </div>
      )}
    </section>
  );
}

function isSameSize(a: Size, b: Size | null): boolean {
  return a.columns === b?.columns && a.rows === b.rows;
}
