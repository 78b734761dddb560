'use client';
/** All that the kernel says about what is selected, and how to ask it in the shell. */
import { Check, Copy, SquareTerminal, X } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import type { TerminalPlace } from '../../server/protocol/lab.ts';
import type { Topology, TopologyObject } from '../../server/protocol/topology.ts';
import { factsOf } from './facts/facts-of.ts';
import type { Fact, FactGroup } from './facts/groups.ts';
import { useSide } from './facts/use-side.ts';
import { useWayBack } from './facts/use-way-back.ts';
import type { Fate } from './facts/what-became.ts';
import { surveyOf } from './survey.ts';
import { kindWords, terminalPlaceOf, titleOf, whereOf } from './wording.ts';

export type FactsProps = {
  readonly topology: Topology;
  /** Of what is selected. */
  readonly fate: Fate;
  /** Index of the rule that is meant, where the selection is a chain. */
  readonly rule?: number | null;
  readonly onSelect: (key: string | null) => void;
  readonly onOpenTerminal: (place: TerminalPlace) => void;
};

export function Facts(props: FactsProps) {
  const { fate, onSelect } = props;
  const panel = useRef<HTMLElement>(null);
  const { close, panelEvents } = useWayBack(() => onSelect(null));
  const side = useSide(panel, fate.kind === 'there' ? fate.object.key : null);
  const object = fate.kind === 'there' || fate.kind === 'gone' ? fate.object : null;
  return (
    <section
      ref={panel}
      {...panelEvents}
      className="tp-facts"
      data-side={side}
      aria-label={object === null ? 'Facts' : `Facts about ${titleOf(object)}`}
    >
      {fate.kind === 'there' ? (
        <AllFacts {...props} object={fate.object} onClose={close} />
      ) : (
        <Absence fate={fate} onClose={close} />
      )}
    </section>
  );
}

/** Why there is nothing to tell. */
function Absence({
  fate,
  onClose,
}: {
  readonly fate: Exclude<Fate, { readonly kind: 'there' }>;
  readonly onClose: () => void;
}) {
  switch (fate.kind) {
    case 'gone': {
      const { object, by } = fate;
      return (
        <>
          <Head
            kind={`${kindWords[object.kind]}, no longer there`}
            title={titleOf(object)}
            onClose={onClose}
          />
          <p role="status">
            {by.cause === null ? (
              'It went without a command of a terminal.'
            ) : (
              <>
                It went with <code>{by.cause.text}</code>
              </>
            )}
          </p>
        </>
      );
    }
    case 'not-yet':
      return <Head kind="nothing to tell" title="It was not there yet" onClose={onClose} />;
    case 'unknown':
      return <Head kind="nothing to tell" title="It is not in this picture" onClose={onClose} />;
  }
}

function AllFacts({
  topology,
  object,
  rule = null,
  onSelect,
  onOpenTerminal,
  onClose,
}: FactsProps & {
  readonly object: TopologyObject;
  readonly onClose: () => void;
}): ReactNode {
  const survey = surveyOf(topology);
  const place = terminalPlaceOf(object, survey);
  const where =
    object.kind === 'machine'
      ? ''
      : object.kind === 'namespace'
        ? ` on ${object.machine}`
        : ` in ${whereOf(object, survey)}`;
  return (
    <>
      <Head kind={`${kindWords[object.kind]}${where}`} title={titleOf(object)} onClose={onClose} />
      {place && (
        <button type="button" className="tp-open" onClick={() => onOpenTerminal(place)}>
          <SquareTerminal aria-hidden="true" />
          Open a terminal {place.namespacePath === null ? 'on' : 'in'}{' '}
          {place.namespacePath === null ? place.machine : titleOf(object)}
        </button>
      )}
      {factsOf(object, survey).map((group) => (
        <Group
          key={group.title}
          group={group}
          marked={object.kind === 'chain' ? rule : null}
          onSelect={onSelect}
        />
      ))}
    </>
  );
}

function Head({
  kind,
  title,
  onClose,
}: {
  readonly kind: string;
  readonly title: string;
  readonly onClose: () => void;
}) {
  return (
    <header>
      <div>
        <p>{kind}</p>
        <h3>{title}</h3>
      </div>
      <button type="button" className="tp-icon" aria-label="Close the facts" onClick={onClose}>
        <X aria-hidden="true" />
      </button>
    </header>
  );
}

function Group({
  group,
  marked,
  onSelect,
}: {
  readonly group: FactGroup;
  readonly marked: number | null; // among the facts that are rules
  readonly onSelect: (key: string) => void;
}) {
  return (
    <div className="tp-fact-group">
      <h4>{group.title}</h4>
      {group.facts.length === 0 && <p className="tp-none">{group.none}</p>}
      <dl>
        {group.facts.map((fact) => (
          <FactLine
            key={`${fact.name} ${fact.value} ${fact.rule ?? ''}`}
            fact={fact}
            isMarked={marked !== null && fact.rule === marked}
            onSelect={onSelect}
          />
        ))}
      </dl>
      {group.command !== null && <Command text={group.command} />}
    </div>
  );
}

function FactLine({
  fact,
  isMarked,
  onSelect,
}: {
  readonly fact: Fact;
  readonly isMarked: boolean;
  readonly onSelect: (key: string) => void;
}) {
  const { name, value, key } = fact;
  return (
    <div ref={isMarked ? bringIntoView : undefined} aria-current={isMarked ? 'true' : undefined}>
      {name !== '' && <dt>{name}</dt>}
      <dd>
        {key === null ? (
          value
        ) : (
          <button type="button" onClick={() => onSelect(key)}>
            {value}
          </button>
        )}
      </dd>
    </div>
  );
}

function bringIntoView(line: HTMLElement | null) {
  line?.scrollIntoView({ block: 'nearest' });
}

function Command({ text }: { readonly text: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('refused'),
    );
  };
  const label = { idle: 'Copy', copied: 'Copied', refused: 'The browser refused to copy' }[state];
  return (
    <div className="tp-command">
      <code>{text}</code>
      <button
        type="button"
        className="tp-icon"
        title={label}
        aria-label={`${label}: ${text}`}
        onClick={copy}
        onBlur={() => setState('idle')}
      >
        {state === 'copied' ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      </button>
    </div>
  );
}
