/**
 * Draws what a lesson leaves to chance. The same seed draws the same values, on every machine. No
 * two draws of a lesson get the same one, and no two networks overlap.
 */
import { createHash } from 'node:crypto';
import { chooseFrom } from './did-you-mean.ts';
import type { Draw, Draws } from './language/draws.ts';

export type Drawn = {
  readonly values: Readonly<Record<string, string>>;
  readonly faults: readonly DrawFault[];
};

/** Of nobody's lab: as good as any for finding faults, and for a page without a lab. */
export const sampleSeed = 'sample';

/** Whatever the seed: it is the author's. */
export type DrawFault = {
  readonly draw: string;
  readonly key: string | null; // of the draw
  readonly problem: string;
  readonly remedy: string;
};

/** So many possible values, one for each index. */
type Choice = { readonly count: number; readonly at: (index: number) => Value };
type Value = { readonly text: string; readonly range: Range | null };
type Range = { readonly first: number; readonly last: number };

export function drawValues(draws: Draws, seed: string): Drawn {
  const values = new Map<string, Value>();
  const faults: DrawFault[] = [];
  for (const [name, draw] of inOrder(draws)) {
    const choice = choiceOf(draw, values);
    if (choice.kind === 'fault') {
      const { key, problem, remedy } = choice;
      faults.push({ draw: name, key, problem, remedy });
      continue;
    }
    const value = firstFree(choice, startOf(seed, name, choice.count), [...values.values()]);
    if (value === null) {
      const problem = `there is nothing left to draw for \`${name}\``;
      faults.push({ draw: name, key: null, problem, remedy: 'Give it more to choose from.' });
    } else {
      values.set(name, value);
    }
  }
  const texts = [...values].map(([name, { text }]) => [name, text]);
  return { values: Object.fromEntries(texts), faults };
}

/** Networks before addresses in them; fixed addresses before those that must avoid them. */
function inOrder(draws: Draws): readonly (readonly [string, Draw])[] {
  const rank = (draw: Draw) => {
    if (draw.kind === 'network') return 0;
    return draw.kind === 'address' && draw.host !== undefined ? 1 : 2;
  };
  return Object.entries(draws).toSorted(([, a], [, b]) => rank(a) - rank(b));
}

function startOf(seed: string, name: string, count: number): number {
  const digest = createHash('sha256').update(`${seed}\n${name}`).digest();
  return digest.readUIntBE(0, 6) % count;
}

function firstFree({ count, at }: Choice, start: number, taken: readonly Value[]): Value | null {
  for (let step = 0; step < count; step += 1) {
    const value = at((start + step) % count);
    if (!taken.some((other) => isSame(value, other))) return value;
  }
  return null;
}

function isSame(one: Value, other: Value): boolean {
  if (one.range === null || other.range === null) return one.text === other.text;
  return one.range.first <= other.range.last && other.range.first <= one.range.last;
}

type Answer =
  | ({ readonly kind: 'choice' } & Choice)
  | ({ readonly kind: 'fault' } & Omit<DrawFault, 'draw'>);

function choiceOf(draw: Draw, values: ReadonlyMap<string, Value>): Answer {
  switch (draw.kind) {
    case 'network':
      return networks(draw);
    case 'address':
      return addresses(draw, values);
    case 'word':
      return choice(draw.of.length, (index) => draw.of[index] ?? '');
    case 'number':
      if (draw.to > draw.from) return choice(draw.to - draw.from + 1, (n) => `${draw.from + n}`);
      return fault('to', '`to` is not more than `from`', 'Give it at least two numbers.');
  }
}

function networks({ in: prefix, length }: Extract<Draw, { kind: 'network' }>): Answer {
  const range = rangeOf(prefix);
  if (range === null) return noNetwork(prefix);
  const size = 2 ** (32 - length);
  const count = Math.floor((range.last - range.first + 1) / size);
  if (count < 2) {
    return fault('length', `\`${prefix}\` has no two networks of /${length}`, 'Write more.');
  }
  return {
    kind: 'choice',
    count,
    at(index) {
      const first = range.first + index * size;
      return { text: `${dotted(first)}/${length}`, range: { first, last: first + size - 1 } };
    },
  };
}

function addresses(
  { in: where, host }: Extract<Draw, { kind: 'address' }>,
  values: ReadonlyMap<string, Value>,
): Answer {
  const range = where.includes('/') ? rangeOf(where) : (values.get(where)?.range ?? null);
  if (range === null) {
    const named = [...values].flatMap(([name, value]) => (value.range === null ? [] : [name]));
    return where.includes('/')
      ? noNetwork(where)
      : fault('in', `\`${where}\` is no network`, chooseFrom(where, named, 'network'));
  }
  const hosts = range.last - range.first - 1; // neither the network itself nor its broadcast
  if (host === undefined) return choice(hosts, (index) => dotted(range.first + 1 + index));
  if (host <= hosts) return choice(1, () => dotted(range.first + host));
  return fault('host', `the network has no address ${host}`, `Write a number from 1 to ${hosts}.`);
}

function choice(count: number, text: (index: number) => string): Answer {
  return { kind: 'choice', count, at: (index) => ({ text: text(index), range: null }) };
}

function fault(key: string, problem: string, remedy: string): Answer {
  return { kind: 'fault', key, problem, remedy };
}

function noNetwork(prefix: string): Answer {
  return fault('in', `\`${prefix}\` is no network`, 'Write its first address: 10.0.0.0/8.');
}

/** null: it is not the first address of a network. */
function rangeOf(prefix: string): Range | null {
  const [address = '', length = ''] = prefix.split('/');
  const bytes = address.split('.').map(Number);
  const size = 2 ** (32 - Number(length));
  const first = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  const isSound = bytes.every((byte) => byte <= 255) && Number(length) <= 30 && first % size === 0;
  return isSound ? { first, last: first + size - 1 } : null;
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
