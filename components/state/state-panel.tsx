'use client';
/** All that the kernel holds for one namespace, as the tables of the shell that print it. */
import './state.css';
import { type ReactNode, useMemo, useState } from 'react';
import type { Namespace, Topology } from '../../server/protocol/topology.ts';
import { useLab, useView } from '../lab/lab-context.tsx';
import { type Survey, surveyOf } from '../topology/survey.ts';
import { ChainTables } from './chain-tables.tsx';
import { choicesOf, namespaceOf } from './choose-namespace.ts';
import { DataTable } from './data-table.tsx';
import { FlowTable } from './flow-table.tsx';
import { type Marked, markLastChanges } from './last-changes.ts';
import { RouteAnswerText, RouteQuestion, useRouteQuestion } from './route-question.tsx';
import { RoutingRules } from './routing-rules.tsx';
import { SectionIndex } from './section-index.tsx';
import { type Table, tablesOfNeighbours, tablesOfProcesses, tablesOfRouting } from './tables-of.ts';

/** `topology`: the one that the picture shows, now or in the past. */
export function StatePanel({ topology }: { readonly topology: Topology }) {
  const changes = useView((view) => view.lab.changes);
  const marked = useMemo(() => markLastChanges(topology, changes), [topology, changes]);
  const survey = useMemo(() => surveyOf(marked.topology), [marked]);
  const { choices, namespace, choose } = useChoice(survey);
  const isPast = useView(({ lab }) => topology.version < (lab.topology?.version ?? 0));
  if (namespace === null) return <p className="pane-placeholder">There is no namespace.</p>;
  return (
    <NamespaceState
      namespace={namespace}
      survey={survey}
      marked={marked}
      isPast={isPast}
      chooser={
        <label>
          <span>Namespace</span>
          <select value={namespace.key} onChange={({ target }) => choose(target.value)}>
            {choices.map(({ namespace: { key }, label }) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
          </select>
        </label>
      }
    />
  );
}

function NamespaceState(props: {
  readonly namespace: Namespace;
  readonly survey: Survey;
  readonly marked: Marked;
  readonly isPast: boolean;
  readonly chooser: ReactNode;
}) {
  const { namespace, survey, marked, isPast } = props;
  const session = useLab();
  // What only a kernel can be asked is not in a recording.
  const isRecording = useView((view) => view.isRecording);
  const question = useRouteQuestion(namespace);
  const routing = tablesOfRouting(namespace, survey);
  const neighbours = tablesOfNeighbours(namespace, survey);
  const processes = tablesOfProcesses(namespace, survey);
  const { chains } = survey.contentsOf(namespace.key);
  const draw = (table: Table) => (
    <DataTable
      key={table.id}
      table={table}
      machine={namespace.machine}
      marks={marked.marks}
      lit={question.litRoute}
      onSelect={(key) => session.select({ key, rule: null })}
    />
  );
  return (
    <section className="st" aria-label="State of a namespace">
      <div className="st-bar">
        {props.chooser}
        {!isRecording && <RouteQuestion question={question} isPast={isPast} />}
      </div>
      <div className="st-body">
        <RouteAnswerText question={question} machine={namespace.machine} />
        <SectionIndex
          sections={[
            ...routing.map(indexed),
            ...(isRecording ? [] : [{ id: 'routing-rules', title: 'Routing rules', count: null }]),
            ...neighbours.map(indexed),
            { id: 'chains', title: 'Chains', count: chains.length },
            ...(isRecording ? [] : [{ id: 'flows', title: 'Tracked flows', count: null }]),
            ...processes.map(indexed),
          ]}
        />
        {routing.map(draw)}
        {!isRecording && <RoutingRules namespace={namespace} isPast={isPast} />}
        {neighbours.map(draw)}
        <ChainTables namespace={namespace} chains={chains} marked={marked} />
        {!isRecording && <FlowTable namespace={namespace} isPast={isPast} />}
        {processes.map(draw)}
      </div>
    </section>
  );
}

function indexed({ id, title, rows }: Table) {
  return { id, title, count: rows.length };
}

/** The person's own choice, until something else is selected in the picture, or it is gone. */
function useChoice(survey: Survey) {
  const selected = useView((view) => view.selection?.key ?? null);
  const [chosen, choose] = useState<string | null>(null);
  const [followed, setFollowed] = useState<string | null>(null);
  const choices = useMemo(() => choicesOf(survey), [survey]);
  if (selected !== followed) {
    setFollowed(selected);
    const at = namespaceOf(survey, selected);
    if (choices.some(({ namespace }) => namespace.key === at)) choose(at);
  }
  const found = choices.find(({ namespace }) => namespace.key === chosen) ?? choices[0];
  return { choices, namespace: found?.namespace ?? null, choose };
}
