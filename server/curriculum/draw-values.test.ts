import { expect, test } from 'vitest';
import { drawValues } from './draw-values.ts';
import type { Draw, Draws } from './language/draws.ts';

const draws: Draws = {
  any: { kind: 'address', in: 'net' },
  gate: { kind: 'address', in: 'net', host: 1 },
  net: { kind: 'network', in: '10.0.0.0/8', length: 24 },
  web: { kind: 'word', of: ['shop', 'till', 'stock'] },
  port: { kind: 'number', from: 8000, to: 8999 },
};
const seeds = Array.from({ length: 200 }, (_, number) => `seed ${number}`);

test('the same seed draws the same, whatever else the lesson draws', () => {
  const { values, faults } = drawValues(draws, 'lab');
  expect(faults).toEqual([]);
  expect(drawValues(draws, 'lab').values).toEqual(values);
  const { net, gate } = draws;
  if (net === undefined || gate === undefined) expect.unreachable();
  expect(drawValues({ gate, net }, 'lab').values).toEqual({ net: values.net, gate: values.gate });
});

test('addresses are in their network, and other seeds draw others', () => {
  const drawn = seeds.map((seed) => drawValues(draws, seed).values);
  for (const { net = '', gate, any = '', web = '', port = '' } of drawn) {
    const [, network = ''] = /^(10\.\d+\.\d+)\.0\/24$/.exec(net) ?? [];
    expect(gate).toBe(`${network}.1`);
    const host = Number(any.slice(network.length + 1));
    expect(any.startsWith(`${network}.`) && host >= 2 && host <= 254).toBe(true);
    expect(['shop', 'till', 'stock']).toContain(web);
    expect(Number(port) >= 8000 && Number(port) <= 8999).toBe(true);
  }
  expect(new Set(drawn.map(({ net }) => net)).size).toBeGreaterThan(190);
  expect(new Set(drawn.map(({ web }) => web)).size).toBe(3);
});

test('no two are equal, and no two networks overlap', () => {
  const word: Draw = { kind: 'word', of: ['a', 'b', 'c'] };
  const near: Draw = { kind: 'network', in: '10.9.0.0/24', length: 26 };
  for (const seed of seeds) {
    const { values } = drawValues({ x: word, y: word, z: word, p: near, q: near }, seed);
    expect(new Set(Object.values(values)).size).toBe(5);
  }
  const wide = { kind: 'network', in: '10.0.0.0/15', length: 16 } as const;
  const inside = { kind: 'network', in: '10.0.0.0/15', length: 24 } as const;
  for (const seed of seeds) {
    const { wide: w = '', inside: i = '' } = drawValues({ wide, inside }, seed).values;
    expect(i.split('.').slice(0, 2)).not.toEqual(w.split('.').slice(0, 2));
  }
});

const two: Draw = { kind: 'word', of: ['a', 'b'] };
test.each<[Draws, string]>([
  [{ x: two, y: two, z: two }, 'there is nothing left to draw for `z`'],
  [{ x: { kind: 'address', in: 'net' } }, '`net` is no network'],
  [{ x: { kind: 'address', in: '10.0.0.1/8' } }, '`10.0.0.1/8` is no network'],
  [{ x: { kind: 'address', in: '10.9.0.0/30', host: 3 } }, 'the network has no address 3'],
  [{ x: { kind: 'network', in: '10.0.0.0/24', length: 24 } }, '`10.0.0.0/24` has no two networks'],
  [{ x: { kind: 'network', in: '10.300.0.0/16', length: 24 } }, '`10.300.0.0/16` is no network'],
  [{ x: { kind: 'number', from: 9, to: 9 } }, '`to` is not more than `from`'],
])('what cannot be drawn is a fault: %j', (unsound, problem) => {
  const [fault] = drawValues(unsound, 'lab').faults;
  expect(fault?.problem).toContain(problem);
});
