import { RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Flows } from '../../server/protocol/kernel-answers.ts';
import type { TerminalPlace } from '../../server/protocol/lab.ts';
import type { Namespace } from '../../server/protocol/topology.ts';
import { useView } from '../lab/lab-context.tsx';
import type { LabSession } from '../lab/lab-session.ts';
import { inNamespace } from '../topology/facts/shell-command.ts';
import { IconButton } from '../ui/button.tsx';
import { flowRows } from './flow-rows.ts';
import { Section } from './section.tsx';
import { type Asked, useAsked } from './use-asked.ts';

/** What connection tracking holds, with the time that each entry has left. */
export function FlowTable(props: { readonly namespace: Namespace; readonly isPast: boolean }) {
  const { namespace, isPast } = props;
  const { asked, readAgain } = useAsked(askFlows, namespace, !isPast);
  return (
    <Section
      id="flows"
      title="Tracked flows"
      commands={[inNamespace(namespace, 'conntrack -L')]}
      machine={namespace.machine}
    >
      {isPast ? (
        <p className="st-none">Flows are read live only, and the picture shows the past.</p>
      ) : (
        <>
          <IconButton label="Read the flows again" className="st-refresh" onClick={readAgain}>
            <RefreshCw size={14} aria-hidden />
          </IconButton>
          <Content asked={asked} />
        </>
      )}
    </Section>
  );
}

const askFlows = (session: LabSession, place: TerminalPlace) =>
  session.request('kernel:flows', place);

function Content({ asked }: { readonly asked: Asked<Flows> }) {
  switch (asked.kind) {
    case 'reading':
      return <p className="st-none">Being read…</p>;
    case 'refused':
      return <p className="st-refused">{asked.message}</p>;
    case 'read':
      return asked.answer.flows.length === 0 ? (
        <p className="st-none">
          Nothing is tracked. The kernel begins to track connections once a rule of NAT or of `ct
          state` needs it.
        </p>
      ) : (
        <CountingDown flows={asked.answer} />
      );
  }
}

function CountingDown({ flows }: { readonly flows: Flows }) {
  const aheadMs = useView(({ lab }) => lab.serverAheadMs);
  const nowMs = useEverySecond() + aheadMs;
  const rows = flowRows(flows, nowMs);
  return (
    <>
      <div className="st-frame">
        <table className="st-table">
          <caption className="sr-only">
            Tracked flows, {rows.length} {rows.length === 1 ? 'entry' : 'entries'}
          </caption>
          <thead>
            <tr>
              <th scope="col">protocol</th>
              <th scope="col">expires in</th>
              <th scope="col">rewritten</th>
              <th scope="col">first packet</th>
              <th scope="col">reply</th>
              <th scope="col">state</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id} data-over={row.isOver || undefined}>
                <th scope="row">{row.protocol}</th>
                <td className="st-number">{row.left}</td>
                <td>{row.nat}</td>
                <td>{row.original}</td>
                <td>{row.reply}</td>
                <td>{row.state}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {flows.leftOut > 0 && (
        <p className="st-none">
          {flows.leftOut} more are left out here; the command prints them all.
        </p>
      )}
    </>
  );
}

/** This browser's clock, now and every second. */
function useEverySecond(): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
