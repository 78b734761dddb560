'use client';
/** Beside a command that failed: asks "Why did it fail?" of what its words seem to have tried. */
import './why.css';
import type { Command, TerminalPlace } from '../../server/protocol/lab.ts';
import type { Topology } from '../../server/protocol/topology.ts';
import { useLab, useView } from '../lab/lab-context.tsx';
import type { LabView, WhyQuestion } from '../lab/lab-store.ts';
import { Button } from '../ui/button.tsx';
import { type Guess, guessOf } from './why-prefill.ts';

export function WhyOffer(props: { readonly terminalId: string; readonly place: TerminalPlace }) {
  const session = useLab();
  const command = useView((view) => failedCommand(view, props.terminalId));
  const topology = useView((view) => view.lab.topology);
  const guess = command === undefined ? null : guessOf(command.text);
  if (command === undefined || guess === null || topology === null) return null;
  return (
    <div className="why-offer">
      <Button
        title={`${command.text} ended with exit code ${command.exitCode}`}
        onClick={() => session.wonder(questionOf(guess, props.place, topology))}
      >
        Why did it fail?
      </Button>
    </div>
  );
}

/** The one whose mark was chosen in the gutter, or else the last one. */
function failedCommand({ lab, chosenCommand }: LabView, terminalId: string): Command | undefined {
  const own = lab.commands.filter((command) => command.terminalId === terminalId);
  const chosen = own.find(
    ({ commandId }) =>
      chosenCommand?.terminalId === terminalId && chosenCommand.commandId === commandId,
  );
  const meant = chosen ?? own.at(-1);
  return meant !== undefined && meant.exitCode !== null && meant.exitCode !== 0 ? meant : undefined;
}

function questionOf(
  { probe, entered }: Guess,
  place: TerminalPlace,
  { objects }: Topology,
): WhyQuestion {
  const found = objects.find(
    (object) =>
      object.kind === 'namespace' &&
      !object.isRoot &&
      object.machine === place.machine &&
      (object.name === entered || object.path === entered),
  );
  const namespacePath = found?.kind === 'namespace' ? found.path : place.namespacePath;
  return { machine: place.machine, namespacePath, probe };
}
