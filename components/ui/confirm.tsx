'use client';

import { type ReactNode, useId, useRef } from 'react';
import { Button } from './button.tsx';

/** A button that asks before it does what it says. */
export function ConfirmButton(props: {
  readonly children: ReactNode; // of the button
  readonly question: string;
  readonly explanation: string;
  readonly action: string; // the word on the button that does it
  readonly look?: 'plain' | 'danger';
  readonly disabled?: boolean;
  readonly onConfirm: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const look = props.look ?? 'plain';
  return (
    <>
      <Button
        look={look}
        disabled={props.disabled}
        aria-haspopup="dialog"
        onClick={() => dialog.current?.showModal()}
      >
        {props.children}
      </Button>
      <dialog
        ref={dialog}
        className="dialog"
        aria-labelledby={`${id}-q`}
        aria-describedby={`${id}-e`}
      >
        <h2 id={`${id}-q`} className="dialog-question">
          {props.question}
        </h2>
        <p id={`${id}-e`}>{props.explanation}</p>
        <div className="dialog-buttons">
          <Button onClick={() => dialog.current?.close()}>Cancel</Button>
          <Button
            look={look === 'danger' ? 'danger' : 'primary'}
            onClick={() => {
              dialog.current?.close();
              props.onConfirm();
            }}
          >
            {props.action}
          </Button>
        </div>
      </dialog>
    </>
  );
}
