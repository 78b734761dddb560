/** What a scan or a flood makes of a full trace is told in a moment: other labs wait meanwhile. */
import { expect, test } from 'vitest';
import { timed } from '../../cpu-time.fixture.ts';
import type { Flow } from '../../protocol/kernel-answers.ts';
import type { KernelAnswers } from '../answers/answer-types.ts';
import type { DecodedSighting, Verdict } from '../sighting.ts';
import { buildStories } from './build-journeys.ts';
import { arp, echo } from './frames.fixture.ts';
import { macs, nothingAsked, recorded, seen, twoContainers } from './network.fixture.ts';

const everybody = 'ff:ff:ff:ff:ff:ff';
const [from = '', to = '', own = ''] = ['netns0/ceth0', 'host/br0', 'host/eth0'].map(
  (at) => macs[at] ?? '',
);
/** Generous: undisturbed it is less than a second, and twenty where all are compared with all. */
const boundMs = 15_000;

function target(index: number): string {
  return `172.19.${index >> 8}.${index & 255}`;
}

function question(index: number): DecodedSighting {
  const ends = {
    sender: [own, '172.19.255.1'],
    target: ['00:00:00:00:00:00', target(index)],
  } as const;
  return seen(index, 'host/eth0 out', arp({ from: own, to: everybody }, ends));
}

function tellMs(
  sightings: readonly DecodedSighting[],
  verdicts: readonly Verdict[],
  answers: KernelAnswers,
): { readonly tookMs: number; readonly told: number; readonly untold: number } {
  const recording = recorded(sightings, verdicts);
  const material = { recording, topology: twoContainers(), answers, nowNs: 1e10 };
  const { result, cpuMs } = timed(() => buildStories(material, 200));
  return { tookMs: cpuMs, told: result.journeys.length, untold: result.untold };
}

test('a scan of a network in which nobody answers', () => {
  const link = { from, to };
  const sightings = Array.from({ length: 750 }, (_, index) => {
    const ends = { source: '172.18.0.10', destination: target(index), identification: index };
    const ping = echo({ link, ...ends }, { sequence: index });
    const way = ['netns0/ceth0 out', 'host/veth0 in', 'host/br0 in'];
    return [...way.map((at) => seen(index, at, ping)), question(index)];
  });
  const flows = Array.from({ length: 500 }, (_, index): Flow => {
    const [source, destination, ports] = ['172.18.0.10', target(index), 'type=8 code=0 id=9'];
    return {
      id: index,
      protocol: 'icmp',
      state: null,
      expiresInS: 30,
      isReplied: false,
      isAssured: false,
      original: { source, destination, ports },
      reply: { source: destination, destination: source, ports },
      nat: 'none',
    };
  });
  const answers = { ...nothingAsked, flows: [{ namespace: 'ns:1', flows, leftOut: 0 }] };
  const { tookMs, told, untold } = tellMs(sightings.flat(), [], answers);
  expect({ told, untold }).toEqual({ told: 200, untold: 1_300 });
  expect(tookMs).toBeLessThan(boundMs);
}, 60_000);

test("a scan of the sender's own network, of which only rules and questions tell", () => {
  const sightings = Array.from({ length: 3_000 }, (_, index) => question(index));
  const verdicts = Array.from({ length: 20_000 }, (_, index): Verdict => {
    const link = { from: own, to };
    const ends = { source: '172.16.0.2', destination: `172.20.${index >> 8}.${index & 255}` };
    return {
      atNs: index * 1_000,
      namespace: 'ns:1',
      packetId: index,
      family: 'ip',
      table: 'filter',
      chain: 'OUTPUT',
      step: { kind: 'policy', outcome: 'accept' },
      inputIndex: null,
      outputIndex: 5,
      bytes: echo({ link, ...ends }).bytes.slice(14),
    };
  });
  const { tookMs, told, untold } = tellMs(sightings, verdicts, nothingAsked);
  expect({ told, untold }).toEqual({ told: 200, untold: 22_800 });
  expect(tookMs).toBeLessThan(boundMs);
}, 60_000);
