/** Networks that are broken on purpose in real sandboxes, and asked about: for kernel tests. */
import { beforeAll, expect, test } from 'vitest';
import type { CauseKind, Diagnosis } from '../../protocol/diagnosis.ts';
import type { Probe } from '../../protocol/journey.ts';
import type { Topology } from '../../protocol/topology.ts';
import type { Place, Sandboxes, SandboxHandle } from '../../sandbox/handle.ts';
import { startCapture } from '../capture/capture.ts';
import { placeOf } from '../place-of.ts';
import { createRecorder } from '../recorder.ts';
import { sendProbe } from '../send-probe.ts';
import { remedyOf } from './remedy.ts';
import { type TracedProbe, why } from './why.ts';

/** Most of the time is spent waiting for answers that do not come: two wait at once. */
const labCount = 2;
const free: Lab[] = [];
const waiting: ((lab: Lab) => void)[] = [];
const thoughts: number[] = []; // ms beside the probe, of each diagnosis

/** An observed sandbox. */
export type Lab = {
  readonly handle: SandboxHandle;
  now(): Topology;
  /** Runs a script on the machine `host`, and waits until what it did is seen. */
  act(script: string): Promise<unknown>;
};

type Opening = {
  readonly sandboxes: () => Promise<Sandboxes>;
  readonly observe: (sandboxes: Sandboxes) => Promise<Lab & { observer: { close(): void } }>;
};

/** To be called once by the test file. */
export function openLabs({ sandboxes, observe }: Opening) {
  beforeAll(async () => {
    const all = await sandboxes();
    const labs: Awaited<ReturnType<Opening['observe']>>[] = [];
    for (let made = 0; made < labCount; made++) labs.push(await observe(all));
    free.push(...labs);
    return async () => {
      for (const { observer } of labs) observer.close();
      await all.close();
    };
  });
}

function namespacesOf(lab: Lab) {
  return lab.now().objects.filter((one) => one.kind === 'namespace');
}

/** Lends a lab whose network is as the world made it. */
export async function inLab(work: (lab: Lab) => Promise<void>): Promise<void> {
  const lab = free.pop() ?? (await new Promise<Lab>((take) => waiting.push(take)));
  try {
    await work(lab);
  } finally {
    await lab.act(cleanUp);
    const next = waiting.shift();
    if (next === undefined) free.push(lab);
    else next(lab);
  }
}

/** Everything of the learner's own is taken down; what the world made stays. */
const cleanUp = `
  for n in $(ip netns list | cut -d' ' -f1); do
    for p in $(ip netns pids $n); do kill -9 $p; done; ip netns del $n
  done
  ip -br link show type veth | cut -d@ -f1 | grep -v '^eth0' | while read l _; do ip link del $l 2>/dev/null; done
  ip link del br0 2>/dev/null
  nft flush ruleset
  for t in nat filter mangle raw; do iptables -t $t -F; iptables -t $t -X; done
  for c in INPUT FORWARD OUTPUT; do iptables -P $c ACCEPT; done
  sysctl -qw net.ipv4.ip_forward=0 net.bridge.bridge-nf-call-iptables=0
  sysctl -qw net.ipv4.conf.all.rp_filter=2 net.ipv4.conf.all.route_localnet=0
  conntrack -F 2>/dev/null
  ip link set eth0 mtu 1500
  ip route replace default via 172.16.0.1
  ip addr del 10.9.0.1/32 dev lo 2>/dev/null
  for t in blackhole unreachable prohibit; do ip route flush type $t; done
  ip route flush cache
  ip neigh flush all
  echo nameserver 8.8.8.8 > /etc/resolv.conf
  true`;
export const ping = (to: string, sizeBytes?: number): Probe => {
  return { kind: 'ping', to, ...(sizeBytes !== undefined && { sizeBytes }) };
};
export const tcp = (to: string, port: number): Probe => ({ kind: 'tcp', to, port });

/** Two containers on br0, NAT to the internet, port 8080 published for port 80 of netns1. */
export const bridge = `
  ip link add br0 type bridge; ip link set br0 up; ip addr add 172.18.0.1/16 dev br0
  for i in 0 1; do
    ip netns add netns$i
    ip link add veth$i type veth peer name ceth$i netns netns$i
    ip link set veth$i master br0 up
    ip -n netns$i link set lo up
    ip -n netns$i link set ceth$i up
    ip -n netns$i addr add 172.18.0.$((i + 1))0/16 dev ceth$i
    ip -n netns$i route add default via 172.18.0.1
  done
  sysctl -qw net.ipv4.ip_forward=1
  iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE
  iptables -t nat -A PREROUTING -d 172.16.0.2 -p tcp --dport 8080 -j DNAT --to-destination 172.18.0.20:80
  nsenter --net=/run/netns/netns1 busybox httpd -p 80`;

type Asked = { readonly diagnosis: Diagnosis; readonly probedMs: number };

/** `from`: name of a namespace, or of a machine for its root. `afterProbe`: before the kernel is asked. */
export async function ask(
  lab: Lab,
  from: string,
  probe: Probe,
  afterProbe: () => Promise<unknown> = async () => undefined,
): Promise<Asked> {
  const found = namespacesOf(lab).find((one) =>
    one.isRoot ? one.machine === from : one.name === from,
  );
  const place = placeOf(lab.now(), found?.key ?? '');
  if (found === undefined || place === null) throw new Error(`No namespace ${from}.`);
  let probedMs = 0;
  const diagnosis = await why({
    handle: lab.handle,
    topology: lab.now,
    question: { from: found, probe },
    async runProbe(sent) {
      const startedMs = performance.now();
      const traced = await tracedProbe(lab, place, sent);
      await afterProbe();
      probedMs = performance.now() - startedMs;
      return traced;
    },
  });
  return { diagnosis, probedMs };
}

async function tracedProbe(lab: Lab, place: Place, probe: Probe): Promise<TracedProbe> {
  const recorder = createRecorder();
  const capture = await startCapture(lab.handle, {
    topology: lab.now(),
    onSightings: recorder.addSightings,
    onVerdicts: recorder.addVerdicts,
    onBlindSpot: (sentence) => expect(sentence).toBe(''),
    onLeftOut: recorder.leaveOut,
  });
  try {
    const result = await sendProbe(lab.handle, place, probe);
    await capture.settle();
    return {
      result,
      trace: { traceId: '1', recording: recorder.recording(true), journeys: Promise.resolve([]) },
    };
  } finally {
    await capture.stop();
  }
}

/** `CAUSE at NAMESPACE` of each finding. */
function told(lab: Lab, diagnosis: Diagnosis): string[] {
  if (diagnosis.kind !== 'broken') return [JSON.stringify(diagnosis)];
  return diagnosis.findings.map(({ cause, namespace }) => {
    const at = namespacesOf(lab).find(({ key }) => key === namespace);
    return `${cause} at ${at?.isRoot ? at.machine : at?.name}`;
  });
}

export type Case = {
  readonly title: string;
  readonly breakIt: string;
  readonly from: string;
  readonly probe: Probe;
  readonly told: readonly `${CauseKind} at ${string}`[];
  /** Of the first finding. */
  readonly text?: string;
  readonly lookAt?: string;
  readonly remedy?: string;
};

/** One test for each: the network is built, broken, and asked about. */
export function cases(build: string, all: readonly Case[]) {
  test.concurrent.each(all.map((one) => [one.title, one] as const))('%s', (_, one) =>
    inLab(async (lab) => {
      await lab.act(build);
      await lab.act(one.breakIt);
      const startedMs = performance.now();
      const { diagnosis, probedMs } = await ask(lab, one.from, one.probe);
      const thoughtMs = performance.now() - startedMs - probedMs;
      expect(told(lab, diagnosis)).toEqual(one.told);
      if (diagnosis.kind !== 'broken') return;
      const [first] = diagnosis.findings;
      if (one.text !== undefined) expect(first?.text).toBe(one.text);
      if (one.lookAt !== undefined) expect(first?.lookAt).toBe(one.lookAt);
      if (one.remedy !== undefined) {
        expect(first && remedyOf(first, lab.now())).toBe(one.remedy);
      }
      for (const { evidence, lookAt } of diagnosis.findings) {
        expect(evidence.length).toBeGreaterThan(0);
        expect(evidence.every(({ output }) => output !== '')).toBe(true);
        expect(lookAt).not.toBe('');
      }
      if (probedMs > 0) thoughts.push(thoughtMs);
    }),
  );
}

/** A probe waits for a second at most; one case alone may have met a busy machine. */
export function tellsInTime() {
  test('all is told within two seconds', () => {
    const sorted = thoughts.toSorted((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(800);
  });
}
