import { useState } from 'react';
import { useLab, useView } from '../lab/lab-context.tsx';
import { paneId } from '../lab/pane-keys.ts';
import { surveyOf } from '../topology/survey.ts';
import { titleOf, whereOf } from '../topology/wording.ts';
import { Button } from '../ui/button.tsx';
import { type Meant, meantBy, type TermObject } from './term-objects.ts';

/** Lights what the term stands for in the learner's own picture, one object after the other. */
export function TermInPicture(props: { readonly object: TermObject; readonly noteId: string }) {
  const session = useLab();
  const topology = useView((view) => view.lab.topology);
  const changes = useView((view) => view.lab.changes);
  const [shown, setShown] = useState<Meant | null>(null);
  if (topology === null) return null;
  const meant = meantBy(props.object, topology, changes);
  const [first] = meant;
  if (first === undefined) {
    return <span className="term-note-none">There is none in your picture yet.</span>;
  }
  const isShown = (each: Meant) =>
    each.object.key === shown?.object.key && each.rule === shown.rule;
  const at = meant.findIndex(isShown);
  const next = meant[at + 1] ?? first;

  const show = () => {
    const { object, rule } = next;
    setShown(next);
    session.showPane('picture');
    session.select({ key: object.key, rule });
    session.pointAt([object.key]);
    // On a phone the picture stands where the text is: the note would hide it.
    const picture = document.getElementById(paneId('picture'));
    if (picture?.checkVisibility() !== false) return;
    document.getElementById(props.noteId)?.hidePopover();
    requestAnimationFrame(() => picture.focus());
  };
  return (
    <>
      <Button onClick={show}>
        {at === -1 || meant.length === 1
          ? 'Show it in your picture'
          : `Show the next (${meant.indexOf(next) + 1} of ${meant.length})`}
      </Button>
      <span className="sr-only" role="status">
        {at !== -1 && shown !== null && `Shown: ${nameOf(shown)}`}
      </span>
    </>
  );

  function nameOf({ object }: Meant): string {
    if (topology === null || object.kind === 'machine') return titleOf(object);
    if (object.kind === 'namespace') return `${titleOf(object)} on ${object.machine}`;
    return `${titleOf(object)} in ${whereOf(object, surveyOf(topology))}`;
  }
}
