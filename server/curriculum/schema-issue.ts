/** What a schema found wrong, in words for an author: a statement and an instruction. */
import * as z from 'zod';
import { chooseFrom } from './did-you-mean.ts';
import type { Path } from './yaml-file.ts';

type Explanation = { readonly path: Path; readonly problem: string; readonly remedy: string };
type Description = z.core.JSONSchema.BaseSchema;

export function explainIssue(
  issue: z.core.$ZodIssue,
  value: unknown,
  schema: z.ZodType,
): readonly Explanation[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  const places = describePlaces(schema, path);
  const name = nameOf(path);
  const described = places.map(({ description }) => description).find((text) => text !== undefined);
  const explain = (problem: string, remedy: string) => [{ path, problem, remedy }];

  if (issue.code === 'unrecognized_keys') {
    const known = places.flatMap(({ properties }) => Object.keys(properties ?? {}));
    return issue.keys.map((key) => ({
      path: [...path, key],
      problem: `unknown key \`${key}\``,
      remedy: chooseFrom(key, known, 'key'),
    }));
  }
  if (issue.code === 'invalid_key') {
    return issue.issues.flatMap(({ message }) => explain(`${name} ${message}`, 'Rename it.'));
  }
  const found = valueAt(value, path);
  if (found === undefined || found === null) {
    return explain(`${name} is missing`, described ?? `Write ${name}.`);
  }
  // Sentences of our own schemas are predicates: "is not an id …"; zod's begin with a capital.
  if (/^[a-z]/.test(issue.message)) {
    return explain(`${name} ${issue.message}`, described ?? `Correct ${name}.`);
  }
  const choices = choicesOf(issue);
  if (choices.length > 0) {
    return explain(`${name} is \`${found}\``, chooseFrom(String(found), choices, 'value'));
  }
  switch (issue.code) {
    case 'invalid_type': {
      const isUnquoted = issue.expected === 'string' && typeof found !== 'object';
      return explain(
        `${name} is ${kindOf(found)}, not ${withArticle(issue.expected)}`,
        isUnquoted ? `Put it between quotes: '${found}'.` : (described ?? 'Write that instead.'),
      );
    }
    case 'too_small':
      return explain(`${name} is less than ${issue.minimum}`, described ?? 'Write more.');
    case 'too_big':
      return explain(`${name} is more than ${issue.maximum}`, described ?? 'Write less.');
    default:
      return explain(`${name}: ${issue.message}`, described ?? `Correct ${name}.`);
  }
}

/** The words of which one had to be there. */
function choicesOf(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  const isTag = issue.code === 'invalid_union' && 'options' in issue;
  return isTag && Array.isArray(issue.options) ? issue.options.map(String) : [];
}

/** What the schema says about a place: several answers below a union. */
function describePlaces(schema: z.ZodType, path: Path): readonly Description[] {
  let places: readonly Description[] = [z.toJSONSchema(schema, { io: 'input' })].flatMap(options);
  for (const step of path) {
    places = places
      .flatMap((place) => (typeof step === 'number' ? place.items : place.properties?.[step]))
      .filter((place) => typeof place === 'object')
      .flatMap((place) => (Array.isArray(place) ? place : [place]))
      .flatMap(options);
  }
  return places;
}

function options(place: Description): readonly Description[] {
  const inner = [...(place.oneOf ?? []), ...(place.anyOf ?? [])].filter(
    (option) => typeof option === 'object',
  );
  return [place, ...inner.flatMap(options)];
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined),
    value,
  );
}

function nameOf(path: Path): string {
  const names = path.filter((step) => typeof step === 'string');
  const last = names.at(-1);
  if (last === undefined) return 'the content';
  const isItem = typeof path.at(-1) === 'number';
  return isItem ? `an item of \`${last}\`` : `\`${last}\``;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return withArticle(typeof value === 'object' ? 'object' : typeof value);
}

function withArticle(type: string): string {
  switch (type) {
    case 'array':
      return 'a list';
    case 'object':
      return 'a set of keys';
    case 'string':
      return 'text';
    case 'int':
      return 'a whole number';
    case 'boolean':
      return 'true or false';
    default:
      return `a ${type}`;
  }
}
