/** In a real sandbox: what is written down by hand is found, and what is forgotten is not. */
import { expect, test } from 'vitest';
import { labForEach } from '../lab-for-each.fixture.ts';
import { bridgedNetwork } from '../packets/capture/captured-lab.fixture.ts';
import { goalOf } from './judge-fixture.ts';
import { judgeGoal } from './judge-goal.ts';

const lab = labForEach(bridgedNetwork);
const mac = '02:42:ac:12:00:10';
const place = { in: 'root', address: '172.18.0.10', dev: 'br0' };
const goal = goalOf({
  neighbours: [{ ...place, mac, permanent: true }],
  fdb: [{ in: 'root', bridge: 'br0', mac, port: 'veth0' }],
});

test('a remedy makes each fact hold, and the absence not', async () => {
  const broken = () => judgeGoal(goal, lab.now()).broken;
  expect(broken()?.reason).toContain('knows no MAC address of 172.18.0.10 on `br0`');
  for (let fact = 0; fact < 2; fact += 1) {
    const { broken: missing, view } = judgeGoal(goal, lab.now());
    await lab.act((missing?.fact.remedy(view) ?? []).join('\n'));
  }
  expect(broken()).toBeNull();

  const absence = goalOf({ absent: { neighbours: [place] } });
  const { broken: present, view } = judgeGoal(absence, lab.now());
  expect(present?.reason).toContain(`still knows 172.18.0.10 on \`br0\` at ${mac}, PERMANENT`);
  await lab.act((present?.fact.remedy(view) ?? []).join('\n'));
  expect(judgeGoal(absence, lab.now()).broken).toBeNull();
});
