'use client';

import type { MouseEvent, ReactNode } from 'react';
import { noteId } from './term-note.tsx';

/** A word of the glossary: opens its note over the text. Without scripts it leads to the glossary. */
export function TermLink({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  const open = (event: MouseEvent<HTMLAnchorElement>) => {
    const note = document.getElementById(noteId(id));
    const isForNewTab = event.ctrlKey || event.metaKey || event.shiftKey;
    if (note === null || !('showPopover' in note) || isForNewTab) return;
    event.preventDefault();
    note.showPopover({ source: event.currentTarget }); // what it is placed at, and returns to
  };
  return (
    <a className="term" href={`/glossary#${id}`} aria-haspopup="dialog" onClick={open}>
      {children}
    </a>
  );
}
