/** What the journey of a probe's packet says of it. Pure. */
import type { Prediction } from '../../curriculum/course.ts';
import type { Decision, Journey } from '../../protocol/journey.ts';
import type { FollowedProbe } from '../follow-probe.ts';
import { addressesAt } from '../hop-addresses.ts';
import { code } from '../naming.ts';

type Followed = Extract<FollowedProbe, { kind: 'followed' }>;

export type Truth =
  | { readonly kind: 'known'; readonly truth: string; readonly text: string }
  | { readonly kind: 'unclear'; readonly reason: string };

export function readTruth(asks: Prediction['asks'], followed: Followed): Truth {
  if (asks === 'answered') return whetherAnswered(followed);
  const { request } = followed;
  if (request === null) {
    const text = `Nothing was sent: ${told(followed)}`;
    return asks === 'answered-by'
      ? { kind: 'known', truth: 'nobody', text }
      : { kind: 'unclear', reason: text };
  }
  if (request.end.kind === 'unknown' || request.end.kind === 'under-way') {
    return { kind: 'unclear', reason: endOf(request) };
  }
  switch (asks) {
    case 'answered-by':
      return whoAnswered(request);
    case 'source':
      return whichSource(request);
    case 'rule':
      return whichRule(request);
  }
}

/** Its program and the reply's journey must say the same. */
function whetherAnswered(followed: Followed): Truth {
  const { outcome, request, reply } = followed;
  if (outcome === 'answered') {
    if (reply?.end.kind === 'delivered') {
      return known('yes', `The answer is back. ${endOf(reply)}`);
    }
    return unclear('It was answered, but the way of the answer was not seen.');
  }
  if (outcome === 'refused') {
    const by = request?.hops.at(-1)?.namespaceName;
    const where = by === undefined ? '' : ` in ${code(by)}`;
    return known('no', `The connection is refused: nothing listens there${where}.`);
  }
  if (request === null) return known('no', `Nothing was sent: ${told(followed)}`);
  if (request.end.kind !== 'delivered') return known('no', endOf(request));
  const where = request.hops.at(-1)?.namespaceName ?? '';
  if (reply === null) {
    return known('no', `It arrived in ${code(where)}, but no answer was seen. ${endOf(request)}`);
  }
  if (reply.end.kind === 'delivered') {
    return unclear('An answer came back, but its program did not take it in time.');
  }
  return known(
    'no',
    `It arrived in ${code(where)}, but its answer did not come back. ${endOf(reply)}`,
  );
}

function whoAnswered(request: Journey): Truth {
  const { end, hops } = request;
  const last = hops.at(-1);
  if (end.kind === 'delivered' && last !== undefined) return known(last.namespaceName, end.text);
  return known('nobody', endOf(request));
}

function whichSource(request: Journey): Truth {
  const last = request.hops.at(-1);
  const source = last === undefined ? undefined : addressesAt(last)?.source;
  if (last === undefined || source === undefined) return unclear(endOf(request));
  const { namespaceName, interfaceName } = last;
  const seen =
    request.end.kind === 'delivered'
      ? `${code(namespaceName)} saw ${source}`
      : `It came no further than ${interfaceName} in ${code(namespaceName)}, with the source ${source}`;
  const rewritten = request.hops.findLastIndex(({ changed }) =>
    changed.some(({ why }) => why === 'source-nat'),
  );
  const at = request.hops[rewritten];
  if (at === undefined) return known(source, `${seen}: nobody rewrote it on its way.`);
  const before = request.hops[rewritten - 1]?.decisions ?? request.origin?.decisions ?? [];
  const rule = decisive(before)?.output;
  const by = rule === undefined ? '' : `: the rule ${code(rule)} did`;
  return known(source, `${seen}. It was rewritten before it left by ${at.interfaceName}${by}.`);
}

/** The last rule that decided on it; counting and logging decide nothing. */
function whichRule({ origin, hops }: Journey): Truth {
  const decisions = [...(origin?.decisions ?? []), ...hops.flatMap((hop) => hop.decisions)];
  const rule = decisive(decisions);
  if (rule === undefined) return known('no rule', 'No rule decided on it.');
  if (rule.rule === null)
    return unclear('Which rule it was could not be read: the rules have changed.');
  return known(rule.output, rule.text);
}

/** A chain is told with all rules that were met there; the last piece of evidence is what decided. */
function decisive(decisions: readonly Decision[]) {
  return decisions
    .filter(({ kind }) => kind === 'chain')
    .flatMap(({ evidence, text }) => {
      const last = evidence.at(-1);
      const isRule = last !== undefined && (last.rule !== null || isUnreadRule(last.output));
      return isRule ? [{ output: last.output, rule: last.rule, text }] : [];
    })
    .at(-1);
}

function isUnreadRule(output: string): boolean {
  return output.startsWith('rule with handle');
}

function told({ complaint }: Followed): string {
  return `${complaint ?? 'its program does not say why'}.`;
}

function endOf({ end, origin, hops }: Journey): string {
  if (end.kind === 'under-way') return 'It was still under way when the recording ended.';
  const last = hops.at(-1)?.decisions ?? origin?.decisions ?? [];
  const rule = decisive(last.filter(({ text }) => /\b(drops|rejects) it\.$/.test(text)));
  const isNamed = end.kind === 'lost' && rule !== undefined && rule.rule !== null;
  return isNamed ? `${end.text} It is ${code(rule.output)}.` : end.text;
}

function known(truth: string, text: string): Truth {
  return { kind: 'known', truth, text };
}

function unclear(reason: string): Truth {
  return { kind: 'unclear', reason };
}
