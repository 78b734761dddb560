'use client';

import { type ReactNode, useRef } from 'react';

/** A small list of buttons that opens below its own button; closes on a choice, Escape, or leaving. */
export function Menu(props: {
  readonly label: string;
  readonly icon: ReactNode;
  readonly children: ReactNode; // buttons
}) {
  const details = useRef<HTMLDetailsElement>(null);
  const close = () => {
    if (details.current !== null) details.current.open = false;
  };
  return (
    <details
      ref={details}
      className="menu"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) close();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <summary className="icon-button" aria-label={props.label} title={props.label}>
        {props.icon}
      </summary>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: hears the clicks of its buttons */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a button's key press arrives as a click */}
      <div className="menu-list" onClick={close}>
        {props.children}
      </div>
    </details>
  );
}
