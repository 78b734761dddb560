/** From a packet's first interface to its journey at the client; and in how many labs at once. */
import type { Journey, Trace } from '../../protocol/journey.ts';
import { enterLab, type Learner } from '../learner.ts';
import { spread } from '../percentile.ts';
import { startProduct } from '../product.ts';
import { fixed, type Row } from '../report.ts';
import { openTypist, preciseNowMs, type Typist } from '../timed-change.ts';

const rounds = 40;
const labsAtOnce = 20;
const roundsAtOnce = 10;
const lessonId = 'a-cable-between-two';
const network = [
  'ip link add br0 type bridge; ip addr add 172.18.0.1/16 dev br0; ip link set br0 up',
  'ip netns add netns0; ip link add veth0 type veth peer name ceth0 netns netns0',
  'ip link set veth0 master br0 up; ip -n netns0 link set ceth0 up',
  'ip -n netns0 addr add 172.18.0.10/16 dev ceth0; ip -n netns0 route add default via 172.18.0.1',
  'echo 1 > /proc/sys/net/ipv4/ip_forward',
  'iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE',
];

export async function measureTraceToJourney(): Promise<Row[]> {
  await using product = await startProduct({ PATCHBAY_MAX_SANDBOXES: String(labsAtOnce + 2) });
  const alone = spread(await traceInOneLab(product.url, rounds));
  const rooms = Array.from({ length: labsAtOnce }, () => traceInOneLab(product.url, roundsAtOnce));
  const together = spread((await Promise.all(rooms)).flat());
  return [
    {
      id: 'trace-journey',
      what: 'a packet to its journey at the client',
      mustBe: 'p95 under 300 ms',
      measured: `p50 ${fixed(alone.p50, 0)} ms, p95 ${fixed(alone.p95, 0)} ms`,
      isMet: alone.p95 < 300,
      figures: { p50Ms: alone.p50, p95Ms: alone.p95, p99Ms: alone.p99 },
    },
    {
      id: 'trace-many',
      what: `the same in ${labsAtOnce} labs that trace at once`,
      mustBe: 'usable: p95 under 2 s',
      measured: `p50 ${fixed(together.p50, 0)} ms, p95 ${fixed(together.p95, 0)} ms`,
      isMet: together.p95 < 2_000,
      figures: { p50Ms: together.p50, p95Ms: together.p95, p99Ms: together.p99 },
    },
  ];
}

/** How long each echo request to the internet took to be told, to its delivery. */
async function traceInOneLab(url: string, count: number): Promise<number[]> {
  const { learner, lab } = await enterLab(url, lessonId);
  using _ = learner;
  const typist = await openTypist(learner, lab);
  for (const line of network) await typist.run(line);
  const times: number[] = [];
  for (let done = 0; done < count; ) {
    // A trace is bounded: several of them.
    const { trace } = await learner.ask('trace:start', {
      aim: { kind: 'watch' },
      durationMs: 60_000,
    });
    for (const stop = Math.min(done + 5, count); done < stop; done += 1) {
      times.push(await timeOfOnePing(learner, typist, trace));
    }
    await learner.ask('trace:stop', { traceId: trace.traceId });
  }
  return times;
}

async function timeOfOnePing(learner: Learner, typist: Typist, trace: Trace): Promise<number> {
  const { atMs: askedAtMs, told } = nextRequest(learner, trace);
  await typist.run('ip netns exec netns0 ping -c 1 8.8.8.8 > /dev/null');
  const { journey, toldAtMs } = await told;
  const sentAtMs = trace.startedAtMs + journey.atNs / 1e6;
  if (sentAtMs < askedAtMs) throw new Error('An older packet was told.');
  return toldAtMs - sentAtMs;
}

function nextRequest(learner: Learner, trace: Trace) {
  const atMs = preciseNowMs();
  const isIt = (journey: Journey) =>
    journey.title.includes('echo request') &&
    journey.end.kind === 'delivered' &&
    trace.startedAtMs + journey.atNs / 1e6 >= atMs;
  const told = learner
    .next('trace:journeys', ({ journeys }) => journeys.some(isIt))
    .then(({ journeys }) => {
      const journey = journeys.find(isIt);
      if (journey === undefined) throw new Error('It was told, and then it was not.');
      return { journey, toldAtMs: preciseNowMs() };
    });
  return { atMs, told };
}
