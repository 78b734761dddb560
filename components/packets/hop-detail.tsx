'use client';
/** One step: where, the headers as they were there, the bytes, and what was decided. */
import { useState } from 'react';
import { useLab } from '../lab/lab-context.tsx';
import { DecisionList } from './decision-list.tsx';
import { HexDump } from './hex-dump.tsx';
import { type LayerRows, layerRowsOf, type Row } from './layer-rows.ts';
import type { Step } from './steps.ts';
import { laterWords, reasonOf, titleAt, whereWords } from './words.ts';

export function HopDetail(props: {
  readonly step: Step;
  readonly startNs: number; // of the story
}) {
  const { step, startNs } = props;
  const session = useLab();
  const { seen, journey, place } = step;
  const look = place.interface ?? place.namespace;
  return (
    <div className="pk-detail">
      <header key={step.id} ref={showTop}>
        <h3>{titleAt(step)}</h3>
        <p>
          <button
            type="button"
            className="pk-where"
            onClick={() => session.select({ key: look, rule: null })}
          >
            {whereWords(step)}
          </button>
          <span className="pk-quiet">
            {' '}
            {laterWords(step.atNs - startNs)}
            {seen !== null && `, ${seen.packet.length} bytes`}
          </span>
        </p>
      </header>
      {seen === null ? (
        <p className="pk-quiet">It is on no interface yet: the namespace that made it decides.</p>
      ) : (
        <Headers layers={layerRowsOf(seen.packet, seen.changed)} step={step} />
      )}
      <DecisionList
        decisions={step.decisions}
        end={step.isLast && !step.hop.startsWith('b') ? journey.end : null}
      />
    </div>
  );
}

/** A new step is read from its beginning. */
function showTop(header: HTMLElement | null) {
  header?.scrollIntoView({ block: 'nearest' });
}

function Headers({ layers, step }: { readonly layers: readonly LayerRows[]; readonly step: Step }) {
  const [chosen, setChosen] = useState<string | null>(null); // stays from hop to hop
  const packet = step.seen?.packet;
  const layer = layers.find(({ title }) => title === chosen);
  return (
    <section className="pk-headers" aria-label="Headers here">
      {layers.map(({ title, offset, rows }) => (
        <div key={`${title} ${offset}`} className="pk-layer" data-chosen={title === chosen}>
          <h4>
            <button
              type="button"
              aria-pressed={title === chosen}
              title="Mark its bytes"
              onClick={() => setChosen(title === chosen ? null : title)}
            >
              {title}
            </button>
          </h4>
          <dl>
            {rows.map((row) => (
              <HeaderRow key={`${row.name} ${row.value}`} row={row} />
            ))}
          </dl>
        </div>
      ))}
      {packet !== undefined && (
        <HexDump
          packet={packet}
          lit={layer === undefined ? null : { offset: layer.offset, length: layer.length }}
        />
      )}
    </section>
  );
}

function HeaderRow({ row: { name, value, change } }: { readonly row: Row }) {
  if (change === null) {
    return (
      <div>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    );
  }
  return (
    <div className="pk-changed">
      <dt>{name}</dt>
      <dd>
        <del>
          <span className="sr-only">before: </span>
          {change.before}
        </del>
        <span aria-hidden="true"> → </span>
        <ins>
          <span className="sr-only">now: </span>
          {value}
        </ins>
        {reasonOf(change) !== '' && <span className="pk-reason"> {reasonOf(change)}</span>}
      </dd>
    </div>
  );
}
