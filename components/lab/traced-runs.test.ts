import { expect, test } from 'vitest';
import type { Journey, Trace } from '../../server/protocol/journey.ts';
import type { ShellState, Terminal } from '../../server/protocol/lab.ts';
import { emptyLab } from './lab-state.ts';
import { createLabStore, type ShownJourney } from './lab-store.ts';
import { createTracedRuns } from './traced-runs.ts';
import { withJourneys, withTrace } from './traces-state.ts';

const place = { machine: 'host', namespacePath: null };
const block = { id: 'run-1', code: 'ping -c 1 10.7.0.1', place };

const trace = (traceId: string, kind: 'running' | 'ended'): Trace => ({
  traceId,
  aim: { kind: 'watch' },
  startedAtMs: 0,
  state: kind === 'running' ? { kind, endsAtMs: 1 } : { kind, reason: 'x' },
  ...{ captured: 0, leftOut: 0, blindSpots: [] },
});

const journey = (journeyId: string, kind: Journey['kind'], title: string): Journey => ({
  ...{ journeyId, kind, title, atNs: 0, origin: null, hops: [], branches: [] },
  ...{ end: { kind: 'delivered', text: 'x' }, answers: null, askedFor: null },
});

function lab(outcome: 'running' | 'busy' | 'refused') {
  const store = createLabStore();
  const done: string[] = [];
  const shownJourneys: ShownJourney[] = [];
  const tell = (told: Trace) =>
    store.setState(({ lab }) => ({ lab: { ...lab, traces: withTrace(lab.traces, told) } }));
  const shell = (state: ShellState) => {
    const terminal: Terminal = {
      ...{ terminalId: 't', title: 't', head: '', place, shell: state, ended: null },
      whereabouts: { kind: 'unknown' },
    };
    store.setState(({ lab }) => ({ lab: { ...lab, terminals: [terminal] }, slots: ['t'] }));
  };
  store.setState({ lab: emptyLab });
  shell({ kind: 'prompt' });
  const start = createTracedRuns({
    store,
    async runBlock({ id }) {
      done.push('run');
      if (outcome === 'running') store.setState({ runningBlocks: [id] });
      return outcome;
    },
    traces: {
      async startTrace() {
        done.push('record');
        tell(trace('1', 'running'));
        return trace('1', 'running');
      },
      async stopTrace(traceId) {
        done.push(`stop ${traceId}`);
        tell(trace(traceId, 'ended'));
        return { ok: false, code: 'not-found', message: 'That is over.' }; // it makes no difference
      },
      async showJourney(shown) {
        shownJourneys.push(shown);
        return true;
      },
    },
    showDrawer: (tab) => done.push(tab),
  });
  return { store, start, shell, tell, done, shownJourneys };
}

/** What was set going has run to where it waits. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test.each(['ICMP echo request 10.7.0.2 → 10.7.0.1', 'ICMPv6 echo request fd00::2 → fd00::1'])(
  'what a block sends is recorded until the prompt is back, and shown: %s',
  async (sent) => {
    const { store, start, shell, done, shownJourneys } = lab('running');
    expect(await start(block, 'politely')).toBe('running');
    shell({ kind: 'running', commandId: 1 });
    store.setState({ runningBlocks: [] }); // typed, and running
    await settled();
    expect(done).toEqual(['record', 'run']);

    const journeys = [
      journey('1', 'icmp', 'ICMPv6 router solicitation'),
      journey('2', 'arp', 'ARP who has 10.7.0.1'),
      journey('3', 'icmp', sent),
    ];
    store.setState((view) => ({
      lab: { ...view.lab, traces: withJourneys(view.lab.traces, '1', journeys) },
    }));
    shell({ kind: 'prompt' });
    await settled();
    expect(done).toEqual(['record', 'run', 'stop 1', 'packets']);
    expect(shownJourneys).toMatchObject([{ traceId: '1', journeyId: '3' }]);
  },
);

test('nothing goes on being recorded when nothing was typed', async () => {
  const { start, done } = lab('busy');
  expect(await start(block, 'politely')).toBe('busy');
  expect(done).toEqual(['record', 'run', 'stop 1']);
});

test('who records already only runs the block', async () => {
  const { start, tell, done } = lab('running');
  tell(trace('0', 'running'));
  await start(block, 'politely');
  expect(done).toEqual(['run']);
});

test('a recording that ends by itself is shown as far as it goes', async () => {
  const { start, tell, done } = lab('running');
  await start(block, 'politely');
  tell(trace('1', 'ended'));
  await settled();
  expect(done).toEqual(['record', 'run', 'packets']);
});
