/** The terminal against bare node-pty + ws and against WeTTY, in one run. */
import { openBareLine } from '../lines/bare-line.ts';
import { bulkRates } from '../lines/bulk-rates.ts';
import { echoTimes } from '../lines/echo-times.ts';
import { openProductLine } from '../lines/product-line.ts';
import { openWettyLine } from '../lines/wetty-line.ts';
import { startProduct } from '../product.ts';
import { fixed, type Row } from '../report.ts';

export async function measureTerminalSpeed(): Promise<Row[]> {
  await using product = await startProduct({});
  await using ours = await openProductLine(product.url, 'a-namespace-of-its-own');
  await using bare = await openBareLine();
  await using wetty = await openWettyLine();
  const lines = { ours, bare, wetty };
  const rates = await bulkRates(lines);
  const times = await echoTimes(lines);
  const echoRatio = times.ours.p50 / times.bare.p50;
  const bulkRatio = rates.ours / rates.bare;
  return [
    {
      id: 'key-echo',
      what: 'key echo, server side, against bare node-pty + ws and WeTTY 3.2.0',
      mustBe: 'p50 under 2x, p99 under 10 ms, both below WeTTY',
      measured:
        `p50 ${fixed(times.ours.p50, 2)} ms = ${fixed(echoRatio, 1)}x, ` +
        `p99 ${fixed(times.ours.p99, 1)} ms; WeTTY ${fixed(times.wetty.p50, 2)} and ${fixed(times.wetty.p99, 1)} ms`,
      isMet:
        echoRatio < 2 &&
        times.ours.p99 < 10 &&
        times.ours.p50 < times.wetty.p50 &&
        times.ours.p99 < times.wetty.p99,
      figures: {
        oursP50Ms: times.ours.p50,
        oursP99Ms: times.ours.p99,
        bareP50Ms: times.bare.p50,
        bareP99Ms: times.bare.p99,
        wettyP50Ms: times.wetty.p50,
        wettyP99Ms: times.wetty.p99,
      },
    },
    {
      id: 'bulk-output',
      what: 'bulk output against the same',
      mustBe: 'at least 0.9x',
      measured:
        `${fixed(rates.ours, 1)} MB/s = ${fixed(bulkRatio, 2)}x; ` +
        `bare ${fixed(rates.bare, 1)}, WeTTY ${fixed(rates.wetty, 1)} MB/s`,
      isMet: bulkRatio >= 0.9,
      figures: {
        oursMegabytesPerS: rates.ours,
        bareMegabytesPerS: rates.bare,
        wettyMegabytesPerS: rates.wetty,
      },
    },
  ];
}
