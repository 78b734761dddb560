/** A room of learners who type the first lessons at once, each key by itself. */
import { isDeepStrictEqual } from 'node:util';
import { applyChange } from '../../protocol/apply-change.ts';
import type { Topology } from '../../protocol/topology.ts';
import { enterLab, type Learner } from '../learner.ts';
import { spread } from '../percentile.ts';
import { startProduct } from '../product.ts';
import { fixed, type Row } from '../report.ts';
import { openTypist, preciseNowMs } from '../timed-change.ts';

const learnerCount = 25;
const commands = [
  'ip netns add netns0',
  'ip link add veth0 type veth peer name ceth0',
  'ip link set ceth0 netns netns0',
  'ip link set veth0 up',
  'ip addr add 172.18.0.11/16 dev veth0',
  'ip netns exec netns0 ip link set lo up',
  'ip netns exec netns0 ip link set ceth0 up',
  'ip netns exec netns0 ip addr add 172.18.0.10/16 dev ceth0',
];
/** A fast typist. */
const betweenKeysMs = 60;

export async function measureWorkshop(): Promise<Row[]> {
  await using product = await startProduct({ PATCHBAY_MAX_SANDBOXES: String(learnerCount) });
  const rooms = Array.from({ length: learnerCount }, () => sitThrough(product.url));
  const results = await Promise.all(rooms);
  const event = spread(results.flatMap(({ toEventMs }) => toEventMs));
  const lost = results.reduce((sum, result) => sum + result.lost, 0);
  return [
    {
      id: 'workshop',
      what: `${learnerCount} learners typing the first lesson at once`,
      mustBe: 'event p95 under 400 ms, nothing lost',
      measured: `p50 ${fixed(event.p50, 0)} ms, p95 ${fixed(event.p95, 0)} ms, ${lost} lost`,
      isMet: event.p95 < 400 && lost === 0,
      figures: { p50Ms: event.p50, p95Ms: event.p95, p99Ms: event.p99, lost },
    },
  ];
}

/** One learner: how long each command's change took, and how much was not told rightly. */
async function sitThrough(url: string): Promise<{ toEventMs: number[]; lost: number }> {
  const { learner, lab } = await enterLab(url, 'a-cable-between-two');
  using _ = learner;
  const told = await followTopology(learner);
  const typist = await openTypist(learner, lab, betweenKeysMs);

  const toEventMs: number[] = [];
  let lost = 0;
  for (const command of commands) {
    const heard = learner
      .next('topology:change', ({ change }) => change.cause?.text.endsWith(command) === true)
      .then(preciseNowMs, () => null);
    const { beganAtMs } = await typist.run(command);
    const heardAtMs = await heard;
    if (heardAtMs === null) lost += 1;
    else toEventMs.push(heardAtMs - beganAtMs);
  }
  const isSame = await told.isWhatTheServerKnows();
  return { toEventMs, lost: isSame ? lost : lost + 1 };
}

/** Keeps the topology by what it is told alone, as a page does. */
async function followTopology(learner: Learner) {
  let topology: Topology | null = null;
  learner.hear('topology:snapshot', (snapshot) => {
    topology = snapshot.topology;
  });
  learner.hear('topology:change', ({ change }) => {
    if (topology !== null) topology = applyChange(topology, change);
  });
  // Asked for once it listens: a snapshot that comes right behind the lab would be missed.
  const known = await learner.ask('topology:resync', {}).catch(() => null);
  topology ??= known?.topology ?? null;
  return {
    async isWhatTheServerKnows(): Promise<boolean> {
      const { topology: truth } = await learner.ask('topology:resync', {});
      // A change may have come right behind the answer.
      const isLater = topology !== null && topology.version > truth.version;
      return isLater ? this.isWhatTheServerKnows() : isDeepStrictEqual(topology, truth);
    },
  };
}
