/**
 * A published port is tried from the machine itself. What a machine sends to itself does not pass
 * PREROUTING, so a rule that stands only there is not met. That the rule is for this port is read from
 * its text, and therefore only inferred; that it was not met is seen.
 */
import { toAsk } from '../draft.ts';
import type { Cause } from '../scene.ts';
import { code, nameOf } from '../wording.ts';
import { isUnheard } from './nobody-listening.ts';
import { redirectionEvidence, redirectionOf } from './redirection.ts';

export const noDnatForLocal: Cause = (step, { network, probe, outcome }) => {
  const { namespace, input, arrived, flow } = step;
  if (probe.kind !== 'tcp' || outcome.kind === 'answered') return [];
  if (input !== null || !isUnheard(step)) return [];
  if (flow !== null && flow.replySource !== flow.destination) return [];
  const found = redirectionOf(probe.port, network.chainsIn(namespace.key));
  if (found === null) return [];
  const { chain } = found;
  const evidence = redirectionEvidence(namespace, found);
  const reason =
    chain.hook === 'output'
      ? `it did not take this packet for ${arrived.destination}`
      : `${nameOf(namespace)} speaks to itself here (${arrived.destination}), and such packets pass OUTPUT instead of PREROUTING`;
  return [
    {
      cause: 'no-dnat-for-local',
      certainty: 'inferred',
      namespace,
      objects: [chain.key],
      text: `${code(chain.name)} has a rule that redirects port ${probe.port}, but ${reason}. Untranslated, the packet meets port ${probe.port} of ${nameOf(namespace)}, where no program listens.`,
      evidence: [evidence, toAsk(namespace, 'ss -ltn')],
      lookAt: evidence.command,
    },
  ];
};
