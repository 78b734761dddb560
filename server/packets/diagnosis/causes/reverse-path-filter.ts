/** The kernel would not send to the packet's source by the interface it came in by, and drops it. */
import { asSaid, toAsk } from '../draft.ts';
import type { Cause } from '../scene.ts';
import type { Step } from '../step.ts';
import { code, nameOf, typedIn } from '../wording.ts';
import { isOwnSource } from './martian-source.ts';

export const reversePathFilter: Cause = (onTheWay) => {
  const { end } = onTheWay;
  const step = (end.kind === 'sent' ? end.unheard : null) ?? onTheWay;
  const { namespace, input, packet, reading } = step;
  const mode = refusalOf(step);
  if (mode === null || input === null) return [];
  const setting = `net.ipv4.conf.${mode.of}.rp_filter`;
  const { wayBack } = reading;
  const says =
    wayBack?.kind === 'route'
      ? `it would send to ${packet.source} by ${code(wayBack.device)}`
      : `it has no route to ${packet.source}`;
  const bare =
    mode.value === 2 && wayBack?.kind === 'route' ? `, ${code(input.name)} has no address` : '';
  return [
    {
      cause: 'reverse-path-filter',
      certainty: 'shown',
      namespace,
      objects: [input.key],
      text: `${nameOf(namespace)} drops what comes from ${packet.source} on ${code(input.name)}: ${says}${bare}, and ${setting} is ${mode.value}.`,
      evidence: [
        ...(wayBack === null ? [] : [asSaid(namespace, wayBack)]),
        toAsk(namespace, `sysctl ${setting}`),
        asSaid(namespace, reading.route),
      ],
      lookAt: typedIn(namespace, `sysctl ${setting}`),
    },
  ];
};

/**
 * The larger one of the interface's and the general setting holds. 1: the route back must lead out of
 * the same interface; 2: there must be one, and the interface
 * must have an address or be the way back itself. `ip route get` says "Invalid argument" for it.
 */
export function refusalOf(step: Step): { of: string; value: number } | null {
  const { input, reading, end } = step;
  if (input === null || end.kind !== 'refused' || reading.wayBack === null) return null;
  if (!/Invalid (argument|cross-device)/.test(reading.route.output)) return null;
  if (isOwnSource(step)) return null;
  const settingOf = (name: string) =>
    Number(reading.settings.get(`net.ipv4.conf.${name}.rp_filter`) ?? 0);
  const all = settingOf('all');
  const own = settingOf(input.name);
  const mode = all > own ? { of: 'all', value: all } : { of: input.name, value: own };
  const { wayBack } = reading;
  const isElsewhere = wayBack.kind === 'refused' || wayBack.device !== input.name;
  const isBare = !input.addresses.some(({ family }) => family === 'inet');
  const isRefused =
    mode.value === 1
      ? isElsewhere
      : mode.value === 2 && (wayBack.kind === 'refused' || (isBare && isElsewhere));
  return isRefused ? mode : null;
}
