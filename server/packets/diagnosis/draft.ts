/** A finding before its evidence is asked for: which command shows it, and where. */

import type { Finding } from '../../protocol/diagnosis.ts';
import type { Evidence } from '../../protocol/journey.ts';
import type { Namespace } from '../../protocol/topology.ts';

export type DraftEvidence = {
  readonly namespace: Namespace;
  /** Words without spaces; run as they are. */
  readonly argv: readonly [string, ...string[]];
  /** What it has said already; null: it is to be asked. */
  readonly output: string | null;
  readonly object: string | null;
  readonly rule: number | null;
};

export type Draft = Omit<Finding, 'machine' | 'namespace' | 'evidence' | 'lookAt'> & {
  readonly namespace: Namespace;
  readonly evidence: readonly (DraftEvidence | Evidence)[];
  /** A command of that namespace; nobody can type it where that is scenery. */
  readonly lookAt: string;
};

/** A command whose output is still to be had. */
export function toAsk(
  namespace: Namespace,
  command: string,
  object: string | null = null,
): DraftEvidence {
  return { namespace, argv: words(command), output: null, object, rule: null };
}

/** Where a rule has led the kernel to another table than main: the rules. */
export function toAskRules(
  namespace: Namespace,
  { command, table }: { readonly command: string; readonly table: string | null },
): DraftEvidence[] {
  if (table === null) return [];
  return [toAsk(namespace, command.startsWith('ip -6') ? 'ip -6 rule' : 'ip rule')];
}

/** A command that the walk has run. */
export function asSaid(
  namespace: Namespace,
  { command, output }: { readonly command: string; readonly output: string },
  object: string | null = null,
): DraftEvidence {
  return { namespace, argv: words(command), output, object, rule: null };
}

function words(command: string): [string, ...string[]] {
  const [program = '', ...rest] = command.split(' ');
  return [program, ...rest];
}
