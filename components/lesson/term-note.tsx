'use client';

import { type ReactNode, useState } from 'react';
import { late } from '../ui/late.tsx';
import type { TermObject } from './term-objects.ts';

const TermInPicture = late(() =>
  import('./term-in-picture.tsx').then((module) => module.TermInPicture),
);

export const noteId = (termId: string) => `term-${termId}`;

/** What a term means, shown over the text while it is wanted. `children`: the words. */
export function TermNote(props: {
  readonly id: string;
  readonly name: string;
  readonly object: TermObject | null;
  readonly children: ReactNode;
}) {
  const { id, name, object } = props;
  const [isOpen, setOpen] = useState(false);
  const titleId = `${noteId(id)}-name`;
  return (
    <div
      id={noteId(id)}
      className="term-note"
      lang="en"
      popover="auto"
      role="dialog"
      aria-labelledby={titleId}
      tabIndex={-1}
      // biome-ignore lint/a11y/noAutofocus: of the note when it opens, not of the page
      autoFocus
      onToggle={(event) => setOpen(event.newState === 'open')}
    >
      <p className="term-note-name" id={titleId}>
        {name}
      </p>
      <p>{props.children}</p>
      <p className="term-note-ways">
        <a href={`/glossary#${id}`}>In the glossary</a>
        {isOpen && object !== null && <TermInPicture object={object} noteId={noteId(id)} />}
      </p>
    </div>
  );
}
