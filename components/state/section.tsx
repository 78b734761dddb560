import type { ReactNode } from 'react';
import { CommandLine } from './command-line.tsx';
import { sectionId } from './section-index.tsx';

/** A heading, the command that prints the same, and what it prints. */
export function Section(props: {
  readonly id: string;
  readonly title: string;
  readonly commands: readonly string[];
  readonly machine: string; // on which they are typed
  readonly children: ReactNode;
}) {
  return (
    <div className="st-section">
      <header>
        <h3 id={sectionId(props.id)} tabIndex={-1}>
          {props.title}
        </h3>
        {props.commands.map((command) => (
          <CommandLine key={command} command={command} machine={props.machine} />
        ))}
      </header>
      {props.children}
    </div>
  );
}
