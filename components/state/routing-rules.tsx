import type { RoutingRule } from '../../server/protocol/kernel-answers.ts';
import type { TerminalPlace } from '../../server/protocol/lab.ts';
import type { Namespace } from '../../server/protocol/topology.ts';
import type { LabSession } from '../lab/lab-session.ts';
import { inNamespace } from '../topology/facts/shell-command.ts';
import { Section } from './section.tsx';
import { type Asked, useAsked } from './use-asked.ts';

/** Which routing tables are asked, in the order in which the kernel goes through them. */
export function RoutingRules(props: { readonly namespace: Namespace; readonly isPast: boolean }) {
  const { namespace, isPast } = props;
  const { asked } = useAsked(askRules, namespace, !isPast);
  return (
    <Section
      id="routing-rules"
      title="Routing rules"
      commands={[inNamespace(namespace, 'ip rule'), inNamespace(namespace, 'ip -6 rule')]}
      machine={namespace.machine}
    >
      {isPast ? (
        <p className="st-none">Rules are read live only, and the picture shows the past.</p>
      ) : (
        <Content asked={asked} />
      )}
    </Section>
  );
}

const askRules = (session: LabSession, place: TerminalPlace) =>
  session.request('kernel:routing-rules', place);

function Content({ asked }: { readonly asked: Asked<{ readonly rules: readonly RoutingRule[] }> }) {
  switch (asked.kind) {
    case 'reading':
      return <p className="st-none">Being read…</p>;
    case 'refused':
      return <p className="st-refused">{asked.message}</p>;
    case 'read':
      return (
        <div className="st-frame">
          <table className="st-table">
            <caption className="sr-only">Routing rules, {asked.answer.rules.length} lines</caption>
            <thead>
              <tr>
                <th scope="col">priority</th>
                <th scope="col">for</th>
                <th scope="col">rule</th>
              </tr>
            </thead>
            <tbody>
              {asked.answer.rules.map(({ family, priority, text }) => (
                <tr key={`${family} ${priority} ${text}`}>
                  <th scope="row">{priority}</th>
                  <td>{family === 'inet' ? 'IPv4' : 'IPv6'}</td>
                  <td>{text}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
  }
}
