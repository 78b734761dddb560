import type { Decision, Evidence } from '../../../protocol/journey.ts';
import type { Sysctl } from '../../../protocol/topology.ts';
import type { Scene } from '../scene.ts';

export function shown(kind: Decision['kind'], text: string, evidence: Evidence[] = []): Decision {
  return { kind, text, certainty: 'shown', evidence };
}

export function inferred(
  kind: Decision['kind'],
  text: string,
  evidence: Evidence[] = [],
): Decision {
  return { kind, text, certainty: 'inferred', evidence };
}

/** What a command prints. */
export function printed(command: string, output: string, object: string | null = null): Evidence {
  return { command, output, object, rule: null };
}

/** What only the trace shows. */
export function traced(output: string, object: string | null = null): Evidence {
  return { command: null, output, object, rule: null };
}

/** As `sysctl` prints it. */
export function settingEvidence({ namespace, name, value, key }: Sysctl, scene: Scene): Evidence {
  return printed(scene.command(namespace, 'sysctl', name), `${name} = ${value}`, key);
}
