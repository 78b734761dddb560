'use client';

import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useLayoutEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { RecordingPlace } from '../recording/connect-recording.ts';
import { createLabSession, type LabSession } from './lab-session.ts';
import type { LabView } from './lab-store.ts';

const LabContext = createContext<LabSession | null>(null);

/** Opens the lab of a lesson for everything within, and lets go of it when the page is left. */
export function LabProvider(props: {
  readonly lessonId: string;
  readonly firstMachine: string;
  readonly recording?: RecordingPlace | undefined;
  readonly children: ReactNode;
}) {
  const { refresh } = useRouter();
  const [session] = useState(() =>
    createLabSession({
      lessonId: props.lessonId,
      firstMachine: props.firstMachine,
      onLessonUpdated: refresh,
      recording: props.recording ?? null,
    }),
  );
  // Before the first paint: the server answers while the browser paints.
  useLayoutEffect(() => session.connect(), [session]);
  return <LabContext value={session}>{props.children}</LabContext>;
}

export function useLab(): LabSession {
  const session = useContext(LabContext);
  if (session === null) throw new Error('This part of the page stands outside of a lab.');
  return session;
}

export function useView<T>(select: (view: LabView) => T): T {
  return useStore(useLab().store, select);
}
