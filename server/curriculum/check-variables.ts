/** Whether each variable of a challenge is bound, to one kind of thing, where it is used. */
import type { Report } from './author-faults.ts';
import { chooseFrom } from './did-you-mean.ts';
import type { ChallengeFile } from './language/challenge.ts';
import type { Goal, GoalRoute } from './language/goal.ts';
import type { Probe } from './language/probe.ts';
import type { Path, YamlFile } from './yaml-file.ts';

type Kind = 'namespace' | 'interface' | 'address';
type Use = { readonly text: string; readonly kind: Kind; readonly path: Path };

const withArticle: Readonly<Record<Kind, string>> = {
  namespace: 'a namespace',
  interface: 'an interface',
  address: 'an address',
};

export function checkVariables(file: YamlFile<ChallengeFile>, report: Report): void {
  const bound = new Map<string, Use>();
  for (const use of bindingsOf(file.value.goal)) {
    const first = bound.get(use.text) ?? use;
    bound.set(use.text, first);
    const line = file.lineOf(...use.path);
    if (first.kind !== use.kind) {
      const [here, elsewhere] = [withArticle[use.kind], withArticle[first.kind]];
      const remedy = 'Give each of them a variable of its own.';
      report(line, `${use.text} is ${here} here and ${elsewhere} elsewhere`, remedy);
    } else if (use.kind === 'address' && first !== use) {
      report(line, `a second address ${use.text}`, 'Give each address a variable of its own.');
    }
  }
  for (const use of referencesOf(file.value)) {
    for (const [variable] of use.text.matchAll(/\$[a-z][a-z0-9-]*/g)) {
      const binding = bound.get(variable);
      const line = file.lineOf(...use.path);
      if (binding === undefined) {
        const known = chooseFrom(variable, [...bound.keys()], 'variable');
        report(line, `nothing binds ${variable}`, `The goal must describe it. ${known}`);
      } else if (binding.kind !== use.kind) {
        const [is, must] = [withArticle[binding.kind], withArticle[use.kind]];
        const remedy = 'Use the variable of the right thing.';
        report(line, `${variable} is ${is}; this must be ${must}`, remedy);
      }
    }
  }
}

/** The places at which matching gives a variable its value. */
function bindingsOf(goal: Goal): readonly Use[] {
  const placed = [
    ...(['interfaces', 'routes', 'nat', 'chains'] as const),
    ...(['sysctls', 'listeners', 'neighbours', 'fdb'] as const),
  ];
  const uses: Use[] = [
    ...goal.namespaces.map(({ name }, index) =>
      use('namespace', name, ['goal', 'namespaces', index, 'name']),
    ),
    ...placed.flatMap((list) =>
      goal[list].map((wanted, index) => use('namespace', wanted.in, ['goal', list, index, 'in'])),
    ),
    ...goal.interfaces.flatMap(({ name, addresses = [] }, index) => [
      use('interface', name, ['goal', 'interfaces', index, 'name']),
      ...addresses.map((address, at) =>
        use('address', address.split(' ')[0], ['goal', 'interfaces', index, 'addresses', at]),
      ),
    ]),
  ];
  return uses.filter(({ text }) => text.startsWith('$'));
}

/** The places that use what is bound elsewhere. Peers and masters have a check of their own. */
function referencesOf({ goal, probes }: ChallengeFile): readonly Use[] {
  const absent = ['goal', 'absent'];
  return [
    ...routeReferences(goal.routes, ['goal', 'routes']),
    ...routeReferences(goal.absent?.routes ?? [], [...absent, 'routes']),
    ...(goal.absent?.neighbours ?? []).map((unwanted, index) =>
      use('namespace', unwanted.in, [...absent, 'neighbours', index, 'in']),
    ),
    ...(goal.absent?.interfaces ?? []).flatMap((unwanted, index) => [
      use('namespace', unwanted.in, [...absent, 'interfaces', index, 'in']),
      use('interface', unwanted.name, [...absent, 'interfaces', index, 'name']),
    ]),
    ...(goal.absent?.namespaces ?? []).map((name, index) =>
      use('namespace', name, [...absent, 'namespaces', index]),
    ),
    ...probes.flatMap((probe, index) => probeReferences(probe, ['probes', index])),
  ];
}

function routeReferences(routes: readonly GoalRoute[], path: Path): readonly Use[] {
  return routes.flatMap((route, index) => [
    use('namespace', route.in, [...path, index, 'in']),
    use('interface', route.dev, [...path, index, 'dev']),
    use('address', route.via, [...path, index, 'via']),
  ]);
}

function probeReferences(probe: Probe, path: Path): readonly Use[] {
  const from = use('namespace', probe.from.in, [...path, 'from', 'in']);
  switch (probe.kind) {
    case 'ping':
      return [
        from,
        use('address', probe.to, [...path, 'to']),
        use('address', probe.baseline, [...path, 'baseline']),
      ];
    case 'tcp':
      return [from, use('address', probe.to, [...path, 'to'])];
    case 'http':
      return [from, use('address', probe.url, [...path, 'url'])];
    case 'dns':
      return [
        from,
        use('address', probe.expect, [...path, 'expect']),
        use('address', probe.server, [...path, 'server']),
      ];
    case 'seen':
      return [
        from,
        use('address', probe.to, [...path, 'to']),
        use('namespace', probe.on.in, [...path, 'on', 'in']),
        use('interface', probe.on.interface, [...path, 'on', 'interface']),
        use('address', probe.source, [...path, 'source']),
        use('address', probe.destination, [...path, 'destination']),
        use('address', probe.baseline, [...path, 'baseline']),
      ];
    case 'route':
      return [
        from,
        use('address', probe.to, [...path, 'to']),
        use('interface', probe.dev, [...path, 'dev']),
      ];
  }
}

function use(kind: Kind, text: string | undefined, path: Path): Use {
  return { kind, text: text ?? '', path };
}
