'use client';
/** What the kernel decided after a hop, each with its evidence: the command, and what it says. */
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import type { Decision, Evidence, JourneyEnd } from '../../server/protocol/journey.ts';
import { useLab } from '../lab/lab-context.tsx';
import { InlineCode } from '../lesson/inline-code.tsx';

export function DecisionList({
  decisions,
  end,
}: {
  readonly decisions: readonly Decision[];
  readonly end: JourneyEnd | null; // of the way, where this is its last hop
}) {
  return (
    <section className="pk-decisions" aria-label="What was decided here">
      <h4>Then</h4>
      {decisions.length === 0 && end === null && (
        <p className="pk-quiet">Nothing is known of how it went on from here.</p>
      )}
      <ol>
        {decisions.map((decision) => (
          <li key={`${decision.kind} ${decision.text}`} data-kind={decision.kind}>
            <p>
              <span className="pk-kind">{kindWords[decision.kind]}</span>{' '}
              <InlineCode text={decision.text} />
              {decision.certainty === 'inferred' && <Inferred />}
            </p>
            {decision.evidence.map((evidence) => (
              <EvidenceBlock key={`${evidence.command} ${evidence.output}`} evidence={evidence} />
            ))}
          </li>
        ))}
      </ol>
      {end !== null && !isSaid(end, decisions) && <End end={end} />}
    </section>
  );
}

/** The end often is the last decision, in the same words. */
function isSaid(end: JourneyEnd, decisions: readonly Decision[]): boolean {
  return end.kind !== 'under-way' && decisions.some(({ text }) => text === end.text);
}

function End({ end }: { readonly end: JourneyEnd }) {
  switch (end.kind) {
    case 'under-way':
      return <p className="pk-quiet">It is still under way.</p>;
    case 'delivered':
      return end.text === '' ? null : (
        <p className="pk-arrived">
          <InlineCode text={end.text} />
        </p>
      );
    case 'lost':
      return (
        <p className="pk-lost-words">
          <InlineCode text={end.text} />
          {end.certainty === 'inferred' && <Inferred />}
        </p>
      );
    case 'unknown':
      return (
        <p className="pk-quiet">
          <InlineCode text={end.text} />
        </p>
      );
  }
}

/** Not read from the kernel, but concluded from what it shows. */
export function Inferred() {
  return (
    <span className="pk-inferred" title="Concluded from what the kernel shows, not read from it">
      {' '}
      inferred
    </span>
  );
}

export function EvidenceBlock({ evidence }: { readonly evidence: Evidence }) {
  const session = useLab();
  const { command, output, object, rule } = evidence;
  return (
    <div className="pk-evidence">
      {command !== null && <CopyableCommand command={command} />}
      {output !== '' && <pre>{output}</pre>}
      {object !== null && (
        <button type="button" onClick={() => session.select({ key: object, rule })}>
          {rule === null ? 'Show it in the picture' : 'Show the rule in its chain'}
        </button>
      )}
    </div>
  );
}

function CopyableCommand({ command }: { readonly command: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  const label = { idle: 'Copy', copied: 'Copied', refused: 'The browser refused to copy' }[state];
  return (
    <p className="pk-command">
      <code>{command}</code>
      <button
        type="button"
        title={label}
        aria-label={`${label}: ${command}`}
        onBlur={() => setState('idle')}
        onClick={() =>
          navigator.clipboard.writeText(command).then(
            () => setState('copied'),
            () => setState('refused'),
          )
        }
      >
        {state === 'copied' ? (
          <Check size={13} aria-hidden="true" />
        ) : (
          <Copy size={13} aria-hidden="true" />
        )}
      </button>
    </p>
  );
}

const kindWords: Readonly<Record<Decision['kind'], string>> = {
  route: 'route',
  neighbour: 'neighbour',
  cable: 'cable',
  fdb: 'fdb',
  flood: 'flood',
  chain: 'rule',
  nat: 'NAT',
  flow: 'flow',
  up: 'up',
  tunnel: 'tunnel',
  delivered: 'delivered',
  dropped: 'dropped',
};
