/** What a trace costs those who are traced, what it misses, and what is left of it afterwards. */
import { readFile } from 'node:fs/promises';
import type { Trace } from '../../protocol/journey.ts';
import { installationOf, installations, processes } from '../installations.ts';
import { enterLab, type Learner } from '../learner.ts';
import { spread } from '../percentile.ts';
import { startProduct } from '../product.ts';
import { fixed, type Row } from '../report.ts';
import { openTypist, type Typist } from '../timed-change.ts';

const rounds = 8;
/** Few enough that all of them are told, up to the limit of one trace. */
const echoes = 2_000;
const bulkMegabytes = 400;
const burst = 1_000;
/** Each echo to the internet and its reply, on every interface of seven. */
const sightingsOfEcho = 14;

const network = [
  'ip link add br0 type bridge; ip addr add 172.18.0.1/16 dev br0; ip link set br0 up',
  ...[0, 1].flatMap((i) => [
    `ip netns add netns${i}; ip link add veth${i} type veth peer name ceth${i} netns netns${i}`,
    `ip link set veth${i} master br0 up; ip -n netns${i} link set ceth${i} up`,
    `ip -n netns${i} addr add 172.18.0.1${i}/16 dev ceth${i}`,
    `ip -n netns${i} route add default via 172.18.0.1`,
  ]),
  'echo 1 > /proc/sys/net/ipv4/ip_forward',
  'iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE',
  '(ip netns exec netns1 nc -lk 5001 > /dev/null 2>&1 &)',
];
const inNetns0 = 'ip netns exec netns0';
const pingTo = (address: string, count: number) =>
  `LC_ALL=C ${inNetns0} ping -q -f -c ${count} ${address}`;
const sendBulk = `dd if=/dev/zero bs=1M count=${bulkMegabytes} 2>/tmp/dd | ${inNetns0} nc -N 172.18.0.11 5001; cat /tmp/dd`;

type Bench = {
  readonly learner: Learner;
  readonly typist: Typist;
  readonly output: () => string;
  readonly others: ReadonlySet<string>;
};

export async function measureTraceCost(): Promise<Row[]> {
  const others = await installations();
  await using product = await startProduct({ PATCHBAY_MAX_SANDBOXES: '2' });
  const { learner, lab } = await enterLab(product.url, 'a-cable-between-two');
  using _ = learner;
  let printed = '';
  learner.hearOutput(({ data }) => {
    printed = (printed + Buffer.from(data).toString()).slice(-16_384);
  });
  const typist = await openTypist(learner, lab);
  const bench: Bench = { learner, typist, output: () => printed, others };
  for (const line of network) await typist.run(line);

  const processesBefore = await countOfAgents(others);
  const pings = { off: [] as number[], on: [] as number[] };
  const bulks = { off: [] as number[], on: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    pings.off.push(await timeOfPings(bench));
    bulks.off.push(await timeOfBulk(bench));
    await traced(bench, async () => pings.on.push(await timeOfPings(bench)));
    await traced(bench, async () => bulks.on.push(await timeOfBulk(bench)));
  }
  const lost = await lostInBurst(bench);
  const processesAfter = await countOfAgents(others);

  const pingRatio = spread(pings.on).p50 / spread(pings.off).p50;
  const bulkRatio = spread(bulks.on).p50 / spread(bulks.off).p50;
  return [
    {
      id: 'trace-overhead',
      what: 'time of a `ping -f` / of a TCP transfer between two namespaces while traced',
      mustBe: 'under 5x / under 3x of the time without',
      measured: `${fixed(pingRatio, 1)}x / ${fixed(bulkRatio, 1)}x`,
      isMet: pingRatio < 5 && bulkRatio < 3,
      figures: {
        pingOffMs: spread(pings.off).p50,
        pingOnMs: spread(pings.on).p50,
        bulkOffMs: spread(bulks.off).p50,
        bulkOnMs: spread(bulks.on).p50,
      },
    },
    {
      id: 'trace-burst',
      what: `sightings lost of a burst of ${burst} echoes through seven interfaces`,
      mustBe: 'none',
      measured: `${lost} of ${burst * sightingsOfEcho}`,
      isMet: lost === 0,
      figures: { lost },
    },
    {
      id: 'trace-idle',
      what: 'processes that capture while nothing is traced, and so their CPU',
      mustBe: 'none',
      measured: String(processesBefore + processesAfter),
      isMet: processesBefore + processesAfter === 0,
      figures: { processesBefore, processesAfter },
    },
  ];
}

async function traced({ learner, others }: Bench, act: () => Promise<unknown>): Promise<Trace> {
  const request = { aim: { kind: 'watch' }, durationMs: 60_000 } as const;
  const { trace } = await learner.ask('trace:start', request);
  if ((await countOfAgents(others)) !== 1) throw new Error('A trace runs without a process.');
  await act();
  await learner.ask('trace:stop', { traceId: trace.traceId });
  return (await learner.ask('trace:show', { traceId: trace.traceId })).trace;
}

async function timeOfPings({ typist, output }: Bench): Promise<number> {
  await typist.run(pingTo('172.18.0.11', echoes));
  return numberIn(output(), new RegExp(` ${echoes} received, .*time (\\d+)ms`));
}

async function timeOfBulk({ typist, output }: Bench): Promise<number> {
  await typist.run(sendBulk);
  return numberIn(output(), /copied, ([\d.]+) s/) * 1000;
}

/** More than were counted as left out: also those that nobody knows of. */
async function lostInBurst(bench: Bench): Promise<number> {
  const ping = pingTo('8.8.8.8', burst);
  const { captured, leftOut } = await traced(bench, () => bench.typist.run(ping));
  return Math.max(leftOut, burst * sightingsOfEcho - captured);
}

function numberIn(text: string, pattern: RegExp): number {
  const [last] = [...text.matchAll(new RegExp(pattern, 'g'))].slice(-1);
  if (last?.[1] === undefined) throw new Error(`Nothing like ${pattern} was printed: ${text}`);
  return Number(last[1]);
}

/** In the sandboxes of all but the installations that were there before. */
async function countOfAgents(others: ReadonlySet<string>): Promise<number> {
  const counted = (await processes()).map(async (pid) => {
    const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
    return name === 'packetwatch\n' && !others.has((await installationOf(pid)) ?? '');
  });
  return (await Promise.all(counted)).filter(Boolean).length;
}
