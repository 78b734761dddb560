/** In a real sandbox: the networks of the course, broken in every way that has a name. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CauseKind, Diagnosis } from '../../protocol/diagnosis.ts';
import type { Probe } from '../../protocol/journey.ts';
import type { Place, Sandboxes } from '../../sandbox/handle.ts';
import { openTestSandboxes } from '../../sandbox/test-sandboxes.fixture.ts';
import { netwatchTool } from '../../topology/observe.ts';
import { type ObservedSandbox, observeSandbox } from '../../topology/observed-sandbox.fixture.ts';
import { packetwatchTool, startCapture } from '../capture/capture.ts';
import { placeOf } from '../place-of.ts';
import { createRecorder } from '../recorder.ts';
import { sendProbe } from '../send-probe.ts';
import { type TracedProbe, why } from './why.ts';

/** Most of the time is spent waiting for answers that do not come: two wait at once. */
const labCount = 2;
let sandboxes: Sandboxes;
const free: ObservedSandbox[] = [];
const waiting: ((lab: ObservedSandbox) => void)[] = [];
const thoughts: number[] = []; // ms beside the probe, of each diagnosis

beforeAll(async () => {
  sandboxes = await openTestSandboxes({ tools: [netwatchTool, packetwatchTool] });
  for (let made = 0; made < labCount; made++) free.push(await observeSandbox(sandboxes));
});
afterAll(async () => {
  for (const lab of free) lab.observer.close();
  await sandboxes?.close();
});

/** Lends a lab whose network is as the world made it. */
async function inLab(work: (lab: ObservedSandbox) => Promise<void>): Promise<void> {
  const lab = free.pop() ?? (await new Promise<ObservedSandbox>((take) => waiting.push(take)));
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
  sysctl -qw net.ipv4.conf.all.rp_filter=2
  conntrack -F 2>/dev/null
  ip link set eth0 mtu 1500
  ip route replace default via 172.16.0.1
  ip addr del 10.9.0.1/32 dev lo 2>/dev/null
  ip route flush cache
  ip neigh flush all
  echo nameserver 8.8.8.8 > /etc/resolv.conf
  true`;
/** One container on a cable: netns0 has 172.18.0.10, the host 172.18.0.11. */
const cable = `
  ip netns add netns0
  ip link add veth0 type veth peer name ceth0 netns netns0
  ip link set veth0 up
  ip addr add 172.18.0.11/16 dev veth0
  ip -n netns0 link set lo up
  ip -n netns0 link set ceth0 up
  ip -n netns0 addr add 172.18.0.10/16 dev ceth0`;

/** Two containers on br0, NAT to the internet, port 8080 published for port 80 of netns1. */
const bridge = `
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

const ping = (to: string, sizeBytes?: number): Probe => {
  return { kind: 'ping', to, ...(sizeBytes !== undefined && { sizeBytes }) };
};
const tcp = (to: string, port: number): Probe => ({ kind: 'tcp', to, port });

type Asked = { readonly diagnosis: Diagnosis; readonly probedMs: number };

/** `from`: name of a namespace, or of a machine for its root. */
async function ask(lab: ObservedSandbox, from: string, probe: Probe): Promise<Asked> {
  const found = lab
    .all('namespace')
    .find((one) => (one.isRoot ? one.machine === from : one.name === from));
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
      probedMs = performance.now() - startedMs;
      return traced;
    },
  });
  return { diagnosis, probedMs };
}

async function tracedProbe(lab: ObservedSandbox, place: Place, probe: Probe): Promise<TracedProbe> {
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
function told(lab: ObservedSandbox, diagnosis: Diagnosis): string[] {
  if (diagnosis.kind !== 'broken') return [JSON.stringify(diagnosis)];
  return diagnosis.findings.map(({ cause, namespace }) => {
    const at = lab.all('namespace').find(({ key }) => key === namespace);
    return `${cause} at ${at?.isRoot ? at.machine : at?.name}`;
  });
}

type Case = {
  readonly title: string;
  readonly breakIt: string;
  readonly from: string;
  readonly probe: Probe;
  readonly told: readonly `${CauseKind} at ${string}`[];
  /** Of the first finding. */
  readonly text?: string;
};

function cases(build: string, all: readonly Case[]) {
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
      for (const { evidence, lookAt } of diagnosis.findings) {
        expect(evidence.length).toBeGreaterThan(0);
        expect(evidence.every(({ output }) => output !== '')).toBe(true);
        expect(lookAt).not.toBe('');
      }
      if (probedMs > 0) thoughts.push(thoughtMs);
    }),
  );
}

describe('one container on a cable', () => {
  cases(cable, [
    {
      title: 'its own end is down',
      breakIt: 'ip -n netns0 link set ceth0 down',
      from: 'netns0',
      probe: ping('172.18.0.11'),
      told: ['link-down at netns0'],
      text: '`ceth0` in `netns0` is down: the kernel sends nothing out of it and keeps no route through it.',
    },
    {
      title: 'the other end is down',
      breakIt: 'ip link set veth0 down',
      from: 'netns0',
      probe: ping('172.18.0.11'),
      told: ['link-down at host'],
    },
    {
      title: 'the end of who asks is down, and another route leads elsewhere',
      breakIt: 'ip link set veth0 down',
      from: 'host',
      probe: ping('172.18.0.10'),
      told: ['link-down at host'],
    },
    {
      title: 'its loopback is down',
      breakIt: 'ip -n netns0 link set lo down',
      from: 'netns0',
      probe: ping('127.0.0.1'),
      told: ['link-down at netns0'],
    },
    {
      title: 'it has no address',
      breakIt: 'ip -n netns0 addr flush dev ceth0',
      from: 'netns0',
      probe: ping('172.18.0.11'),
      told: ['no-address at netns0'],
    },
    {
      title: 'who asks has no address there, and another route leads elsewhere',
      breakIt: 'ip addr flush dev veth0',
      from: 'host',
      probe: ping('172.18.0.10'),
      told: ['no-address at host'],
    },
    {
      title: 'the other one has no address',
      breakIt: 'ip -n netns0 addr flush dev ceth0',
      from: 'host',
      probe: ping('172.18.0.10'),
      told: ['no-address at netns0', 'arp-unanswered at host'],
    },
    {
      title: 'it has no route out of its own network',
      breakIt: 'true',
      from: 'netns0',
      probe: ping('8.8.8.8'),
      told: ['no-route at netns0'],
      text: '`netns0` has no route to 8.8.8.8.',
    },
    {
      title: 'it has nothing but a loopback',
      breakIt: 'ip link del veth0',
      from: 'netns0',
      probe: ping('172.18.0.11'),
      told: ['no-route at netns0'],
    },
    {
      title: 'nobody has the address',
      breakIt: 'true',
      from: 'netns0',
      probe: ping('172.18.0.99'),
      told: ['arp-unanswered at netns0'],
    },
    {
      title: 'the answer has no route back',
      breakIt: `ip route del 172.18.0.0/16; ip route del default
        sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.veth0.rp_filter=0`,
      from: 'netns0',
      probe: ping('172.18.0.11'),
      told: ['no-route-back at host'],
    },
    {
      title: 'there are two routes for one network, as in the course',
      breakIt: `ip netns add netns1
        ip link add veth1 type veth peer name ceth1 netns netns1
        ip link set veth1 up; ip addr add 172.18.0.21/16 dev veth1
        ip -n netns1 link set ceth1 up; ip -n netns1 addr add 172.18.0.20/16 dev ceth1`,
      from: 'netns1',
      probe: ping('172.18.0.21'),
      told: ['ambiguous-route at host'],
      text: 'For the answer: in `host` two routes say 172.18.0.0/16. The kernel takes the one by `veth0`; 172.18.0.20 is behind `veth1`.',
    },
    {
      title: 'there are two routes for one network, and the host asks',
      breakIt: `ip netns add netns1
        ip link add veth1 type veth peer name ceth1 netns netns1
        ip link set veth1 up; ip addr add 172.18.0.21/16 dev veth1
        ip -n netns1 link set ceth1 up; ip -n netns1 addr add 172.18.0.20/16 dev ceth1`,
      from: 'host',
      probe: ping('172.18.0.20'),
      told: ['ambiguous-route at host'],
    },
    {
      title: 'the strict filter wants the other way back',
      breakIt: `ip -n netns0 addr add 172.31.0.10/32 dev ceth0
        ip -n netns0 route add 172.16.0.2 dev ceth0 src 172.31.0.10
        sysctl -qw net.ipv4.conf.all.rp_filter=1 net.ipv4.conf.veth0.rp_filter=1`,
      from: 'netns0',
      probe: ping('172.16.0.2'),
      told: ['reverse-path-filter at host'],
    },
    {
      title: 'the port is closed',
      breakIt: 'true',
      from: 'netns0',
      probe: tcp('172.18.0.11', 8000),
      told: ['nobody-listening at host'],
    },
    {
      title: 'the program listens for itself only',
      breakIt: 'nsenter --net=/run/netns/netns0 busybox httpd -p 127.0.0.1:8000',
      from: 'host',
      probe: tcp('172.18.0.10', 8000),
      told: ['nobody-listening at netns0'],
      text: 'The packet reaches `netns0`, but no program listens on 172.18.0.10 port 8000 there, only on `127.0.0.1:8000`.',
    },
    {
      title: 'the cable is smaller than the packet',
      breakIt: 'ip -n netns0 link set ceth0 mtu 1000',
      from: 'netns0',
      probe: ping('172.18.0.11', 1200),
      told: ['mtu at netns0'],
    },
    {
      title: 'the other end is smaller than the packet, and says nothing',
      breakIt: 'ip link set veth0 mtu 1000',
      from: 'netns0',
      probe: ping('172.18.0.11', 1200),
      told: ['mtu at host'],
    },
  ]);
});

describe('two containers on a bridge, with NAT and a published port', () => {
  cases(bridge, [
    {
      title: 'the bridge is down',
      breakIt: 'ip link set br0 down',
      from: 'netns0',
      probe: ping('172.18.0.20'),
      told: ['link-down at host'],
    },
    {
      title: 'the port of the other container is down',
      breakIt: 'ip link set veth1 down',
      from: 'netns0',
      probe: ping('172.18.0.20'),
      told: ['link-down at host'],
      text: '`veth1` on `host` is down: nothing passes it.',
    },
    {
      title: 'the other container has its interface down',
      breakIt: 'ip -n netns1 link set ceth1 down',
      from: 'netns0',
      probe: ping('172.18.0.20'),
      told: ['link-down at netns1'],
    },
    {
      title: 'no cable is attached to the bridge',
      breakIt: 'ip link set veth0 nomaster; ip link set veth1 nomaster',
      from: 'host',
      probe: ping('172.18.0.10'),
      told: ['no-carrier at host'],
      text: '`br0` on `host` is up and has no carrier: no interface is attached to it.',
    },
    {
      title: 'one cable is not attached to the bridge',
      breakIt: 'ip link set veth1 nomaster',
      from: 'netns0',
      probe: ping('172.18.0.20'),
      told: ['arp-unanswered at netns0'],
    },
    {
      title: 'no default route',
      breakIt: 'ip -n netns0 route del default',
      from: 'netns0',
      probe: ping('8.8.8.8'),
      told: ['no-route at netns0'],
    },
    {
      title: 'a gateway that nobody is',
      breakIt: 'ip -n netns0 route replace default via 172.18.0.99',
      from: 'netns0',
      probe: ping('8.8.8.8'),
      told: ['wrong-gateway at netns0'],
    },
    {
      title: 'a gateway that is the other container',
      breakIt: 'ip -n netns0 route replace default via 172.18.0.20',
      from: 'netns0',
      probe: ping('8.8.8.8'),
      told: ['wrong-gateway at netns0', 'forwarding-off at netns1'],
    },
    {
      title: 'the host does not forward',
      breakIt: 'sysctl -qw net.ipv4.ip_forward=0',
      from: 'netns0',
      probe: ping('8.8.8.8'),
      told: ['forwarding-off at host'],
      text: '`host` gets a packet for 8.8.8.8, which is not itself, and forwards nothing: net.ipv4.ip_forward is 0.',
    },
    {
      title: 'the host has no route out',
      breakIt: 'ip route del default',
      from: 'netns0',
      probe: ping('8.8.8.8'),
      told: ['no-route at host'],
    },
    {
      title: 'nothing translates the source',
      breakIt: 'iptables -t nat -F POSTROUTING',
      from: 'netns0',
      probe: ping('8.8.8.8'),
      told: ['no-masquerade at host'],
    },
    {
      title: 'the translation is for another network',
      breakIt: `iptables -t nat -F POSTROUTING
        iptables -t nat -A POSTROUTING -s 172.19.0.0/16 ! -o br0 -j MASQUERADE`,
      from: 'netns0',
      probe: tcp('93.184.215.14', 80),
      told: ['no-masquerade at host'],
    },
    {
      title: 'the container has no route back to who asks from outside',
      breakIt: 'ip -n netns1 route del default',
      from: 'outside',
      probe: tcp('172.16.0.2', 8080),
      told: ['no-route-back at netns1'],
    },
    {
      title: 'the published port is tried from the host itself',
      breakIt: 'true',
      from: 'host',
      probe: tcp('172.16.0.2', 8080),
      told: ['no-dnat-for-local at host'],
    },
    {
      title: 'behind the published port nobody listens',
      breakIt: 'kill -9 $(ip netns pids netns1)',
      from: 'outside',
      probe: tcp('172.16.0.2', 8080),
      told: ['nobody-listening at netns1'],
    },
    {
      title: 'a port that is not published',
      breakIt: 'true',
      from: 'outside',
      probe: tcp('172.16.0.2', 8081),
      told: ['nobody-listening at host'],
    },
    {
      title: 'a rule drops it on its way through the host',
      breakIt: `iptables -A FORWARD -i eth0 -j ACCEPT
        iptables -A FORWARD -s 172.18.0.10 -j DROP`,
      from: 'netns0',
      probe: ping('8.8.8.8'),
      told: ['dropped-by-rule at host'],
      text: 'The packet is dropped in `host` by this rule of `FORWARD`: `-s 172.18.0.10/32 -j DROP`.',
    },
    {
      title: 'a rule refuses it',
      breakIt: 'iptables -A FORWARD -p icmp -j REJECT',
      from: 'netns0',
      probe: ping('8.8.8.8'),
      told: ['dropped-by-rule at host'],
    },
    {
      title: 'a rule drops the answer',
      breakIt: `nft add table ip mine
        nft add chain ip mine in '{ type filter hook forward priority 0; }'
        nft add rule ip mine in ip saddr 8.8.8.8 counter drop`,
      from: 'netns0',
      probe: ping('8.8.8.8'),
      told: ['dropped-by-rule at host'],
    },
    {
      title: 'a rule drops it before it leaves the container',
      breakIt: 'nsenter --net=/run/netns/netns0 iptables -A OUTPUT -d 8.8.8.8 -j DROP',
      from: 'netns0',
      probe: ping('8.8.8.8'),
      told: ['dropped-by-rule at netns0'],
    },
    {
      title: 'a rule drops it where it arrives',
      breakIt: 'nsenter --net=/run/netns/netns1 iptables -A INPUT -p tcp --dport 80 -j DROP',
      from: 'netns0',
      probe: tcp('172.18.0.20', 80),
      told: ['dropped-by-rule at netns1'],
    },
    {
      title: 'the policy drops what no rule takes',
      breakIt: 'iptables -P FORWARD DROP; iptables -A FORWARD -i eth0 -j ACCEPT',
      from: 'netns0',
      probe: ping('8.8.8.8'),
      told: ['dropped-by-policy at host'],
      text: 'The packet is dropped in `host` by the policy of `FORWARD`, since no rule of it takes the packet.',
    },
    {
      title: 'the policy drops what was published',
      breakIt: 'iptables -P FORWARD DROP',
      from: 'outside',
      probe: tcp('172.16.0.2', 8080),
      told: ['dropped-by-policy at host'],
    },
    {
      title: 'frames on the bridge meet the policy of the host',
      breakIt: 'sysctl -qw net.bridge.bridge-nf-call-iptables=1; iptables -P FORWARD DROP',
      from: 'netns0',
      probe: ping('172.18.0.20'),
      told: ['bridge-netfilter at host'],
    },
    {
      title: 'frames on the bridge meet a rule of the host',
      breakIt:
        'sysctl -qw net.bridge.bridge-nf-call-iptables=1; iptables -A FORWARD -i br0 -o br0 -j DROP',
      from: 'netns0',
      probe: tcp('172.18.0.20', 80),
      told: ['bridge-netfilter at host'],
    },
    {
      title: 'the way out is smaller than the packet',
      breakIt: 'ip link set eth0 mtu 1400',
      from: 'netns0',
      probe: ping('8.8.8.8', 1450),
      told: ['mtu at host'],
    },
    {
      title: 'a name that nobody knows',
      breakIt: 'true',
      from: 'netns0',
      probe: ping('nowhere.example'),
      told: ['name-not-resolved at netns0'],
      text: 'In `netns0` nobody knows the address of nowhere.example: its name server is 8.8.8.8, which tells no address for it.',
    },
    {
      title: 'a name, and no way to the name server',
      breakIt: 'sysctl -qw net.ipv4.ip_forward=0',
      from: 'netns0',
      probe: ping('example.com'),
      told: ['name-not-resolved at netns0', 'forwarding-off at host'],
    },
  ]);

  test.concurrent('what works is said to work', () =>
    inLab(async (lab) => {
      await lab.act(bridge);
      for (const [from, probe] of [
        ['netns0', ping('8.8.8.8')],
        ['netns0', ping('example.com')],
        ['netns0', tcp('172.18.0.20', 80)],
        ['outside', tcp('172.16.0.2', 8080)],
      ] as const) {
        expect((await ask(lab, from, probe)).diagnosis).toMatchObject({ kind: 'works' });
      }
    }));
});

/** A probe waits for a second at most; one case alone may have met a busy machine. */
test('all is told within two seconds', () => {
  const sorted = thoughts.toSorted((a, b) => a - b);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(800);
});
