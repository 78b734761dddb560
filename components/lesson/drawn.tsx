'use client';

/** What a lesson leaves to chance, as it stands on the page: the values of this lab, once there is one. */
import { createContext, type ReactNode, useContext } from 'react';
import { putIn } from '../../server/protocol/drawn-values.ts';
import { useView } from '../lab/lab-context.tsx';

const Samples = createContext<Readonly<Record<string, string>>>({});

/** `samples`: values of nobody, for the time before there is a lab. */
export function LessonDraws(props: {
  readonly samples: Readonly<Record<string, string>>;
  readonly children: ReactNode;
}) {
  return <Samples value={props.samples}>{props.children}</Samples>;
}

/** Puts the values of this lab into a text. */
export function useDrawn(): (text: string) => string {
  const samples = useContext(Samples);
  const drawn = useView(({ lab }) => lab.draws);
  return (text) => putIn(text, { ...samples, ...drawn });
}

export function Drawn({ text }: { readonly text: string }) {
  return useDrawn()(text);
}
