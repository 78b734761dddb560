/** Which namespace the tables are of. */
import type { Namespace } from '../../server/protocol/topology.ts';
import { namespaceTitle, type Survey } from '../topology/survey.ts';

export type Choice = { readonly namespace: Namespace; readonly label: string };

/** Those of the learner's machines: the scenery's state is not the lesson's matter. */
export function choicesOf(survey: Survey): Choice[] {
  const machines = survey.machines.filter(({ role }) => role === 'learner');
  return machines.flatMap(({ name }) =>
    survey.namespacesOf(name).map((namespace) => ({
      namespace,
      label: namespace.isRoot
        ? `${name}, root namespace`
        : machines.length > 1
          ? `${namespaceTitle(namespace)} on ${name}`
          : namespaceTitle(namespace),
    })),
  );
}

/** The namespace in which the object stands that is selected in the picture. */
export function namespaceOf(survey: Survey, key: string | null): string | null {
  const object = key === null ? undefined : survey.byKey.get(key);
  if (object === undefined) return null;
  if (object.kind === 'namespace') return object.key;
  if (object.kind !== 'machine') return object.namespace;
  return survey.namespacesOf(object.name).find(({ isRoot }) => isRoot)?.key ?? null;
}
