/** In a real sandbox: names, what works, and where nobody can type. */
import { expect, test } from 'vitest';
import { openTestSandboxes } from '../../sandbox/test-sandboxes.fixture.ts';
import { netwatchTool } from '../../topology/observe.ts';
import { observeSandbox } from '../../topology/observed-sandbox.fixture.ts';
import { packetwatchTool } from '../capture/capture.ts';
import { ask, bridge, cases, inLab, openLabs, ping, tcp } from './broken-networks.fixture.ts';

openLabs({
  sandboxes: () => openTestSandboxes({ tools: [netwatchTool, packetwatchTool] }),
  observe: observeSandbox,
});

cases(bridge, [
  {
    title: 'a name that nobody knows',
    breakIt: 'true',
    from: 'netns0',
    probe: ping('nowhere.example'),
    told: ['name-not-resolved at netns0'],
    text: 'In `netns0` nobody knows the address of nowhere.example: its name server is 8.8.8.8, which tells no address for it.',
  },
  {
    title: 'a name, and a name server whose answers a rule drops',
    breakIt: 'iptables -A FORWARD -p udp --sport 53 -j DROP',
    from: 'netns0',
    probe: ping('example.com'),
    told: ['name-not-resolved at netns0'],
    text: 'In `netns0` nobody knows the address of example.com: its name server 8.8.8.8 does not answer, and the kernel shows no reason on the way.',
  },
  {
    title: 'a name, and no way to the name server',
    breakIt: 'sysctl -qw net.ipv4.ip_forward=0',
    from: 'netns0',
    probe: ping('example.com'),
    told: ['name-not-resolved at netns0', 'forwarding-off at host'],
    lookAt: 'ip netns exec netns0 cat /etc/resolv.conf',
  },
]);

test.concurrent('where nobody can type, no command is proposed', () =>
  inLab(async (lab) => {
    await lab.act(bridge);
    const { diagnosis } = await ask(lab, 'netns0', tcp('8.8.8.8', 9));
    if (diagnosis.kind !== 'broken') throw new Error(JSON.stringify(diagnosis));
    const [first] = diagnosis.findings;
    expect(first).toMatchObject({ cause: 'nobody-listening', lookAt: null });
    expect(first?.evidence.map(({ command }) => command)).toEqual([null]);
  }));

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

test.concurrent('what was mended while it was tried is not told as if nothing had happened', () =>
  inLab(async (lab) => {
    await lab.act(bridge);
    await lab.act('sysctl -qw net.ipv4.ip_forward=0; iptables -t nat -F POSTROUTING');
    const mend = () => lab.act('sysctl -qw net.ipv4.ip_forward=1');
    const { diagnosis } = await ask(lab, 'netns0', ping('8.8.8.8'), mend);
    if (diagnosis.kind !== 'broken') throw new Error(JSON.stringify(diagnosis));
    const [first] = diagnosis.findings;
    expect(first).toMatchObject({
      certainty: 'inferred',
      text: expect.stringMatching(/The network was changed while this was tried: try it again\.$/),
    });
  }));
