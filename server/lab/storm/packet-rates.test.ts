import { expect, test } from 'vitest';
import { packetRates, topRate, whereToCut } from './packet-rates.ts';
import { busiestShare, parseProcessorTime } from './processor-time.ts';

const one = (index: number, packets: number, master = 0) => ({
  ...{ inode: 1, index, packets, master },
  name: `if${index}`,
});

test('a rate is what came between two counts; who is new or silent has none', () => {
  const before = { atMs: 1_000, interfaces: [one(1, 5), one(2, 100), one(3, 7)] };
  const after = { atMs: 1_500, interfaces: [one(1, 5), one(2, 1_100), one(3, 8), one(4, 9_000)] };
  expect(packetRates(before, after)).toMatchObject([
    { index: 2, packetsPerSecond: 2_000 },
    { index: 3, packetsPerSecond: 2 },
  ]);
  expect(packetRates(before, { ...after, atMs: 1_000 })).toEqual([]);
});

test('a loop is cut at its newest bridge port, and one without bridges at its newest interface', () => {
  const rate = (index: number, packetsPerSecond: number, master: number) => ({
    ...one(index, 0, master),
    packetsPerSecond,
  });
  const loop = [rate(3, 160_000, 0), rate(7, 80_000, 3), rate(6, 79_000, 3), rate(9, 10, 3)];
  expect(whereToCut(loop)).toMatchObject({ index: 7 });
  expect(whereToCut([rate(4, 1_000, 0), rate(5, 900, 0)])).toMatchObject({ index: 5 });
  expect(whereToCut([])).toBeNull();
  expect(topRate(loop)).toBe(160_000);
});

test('the processor that packets keep busiest counts, not all of them together', () => {
  const stat = (first: string, second: string) =>
    parseProcessorTime(`cpu  9 9 9 9 9 9 9 9 9 9\ncpu0 ${first}\ncpu1 ${second}\nintr 1 2\n`);
  const before = stat('0 0 0 100 0 0 0 0 0 0', '0 0 0 100 0 0 0 0 0 0');
  const after = stat('10 0 0 190 0 0 0 0 50 0', '10 0 10 110 0 0 70 0 0 0');
  expect(busiestShare(before, after)).toBe(0.7);
  expect(busiestShare([], after)).toBe(0);
  expect(busiestShare(after, after)).toBe(0);
});
