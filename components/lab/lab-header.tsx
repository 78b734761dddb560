import { SearchOpener } from '../search/search-opener.tsx';
import { ConfirmButton } from '../ui/confirm.tsx';
import { Mark } from '../ui/mark.tsx';
import { ThemeSwitch } from '../ui/theme-switch.tsx';
import { useLab, useView } from './lab-context.tsx';
import { LabStatus } from './lab-status.tsx';
import { isWithinReach } from './lab-store.ts';

/** Plain links: leaving the lab is a new page, and Next's own would be loaded here for nothing. */
export function LabHeader(props: { readonly module: string; readonly lesson: string }) {
  const session = useLab();
  const canReset = useView(isWithinReach);
  const isRecording = useView((view) => view.isRecording);
  return (
    <header className="bar">
      <a href="/" className="bar-home" aria-label="Patchbay: all lessons">
        <Mark />
      </a>
      <div className="bar-title">
        <span>{props.module}</span>
        <h1>{props.lesson}</h1>
      </div>
      <LabStatus />
      {!isRecording && (
        <ConfirmButton
          disabled={!canReset}
          question="Reset the lab?"
          explanation="You get a new sandbox as at the beginning of the lesson. What is in the present one is lost; what you have earned stays."
          action="Reset"
          onConfirm={() => void session.reset(null)}
        >
          Reset
        </ConfirmButton>
      )}
      <a href="/progress" className="bar-link">
        Progress
      </a>
      <SearchOpener />
      <ThemeSwitch />
    </header>
  );
}
