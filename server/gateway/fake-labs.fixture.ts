/** A lab without a sandbox, for the tests of the border. It echoes what is typed. */
import { Fault } from '../fault.ts';
import type { Lab, Viewer } from '../lab/lab.ts';
import type { Labs } from '../lab/labs.ts';
import type { Terminal } from '../protocol/lab.ts';

export type FakeLabs = Labs & {
  /** Everybody who looks on at this moment, by learner. */
  readonly viewersOf: (learnerId: string) => ReadonlySet<Viewer>;
  readonly typed: string[];
  readonly attached: () => number;
};

export function createFakeLabs(nowMs: () => number): FakeLabs {
  const labs = new Map<string, { lab: Lab; viewers: Set<Viewer> }>();
  const typed: string[] = [];
  let attached = 0;

  function start(learnerId: string, lessonId: string) {
    const id = `lab-of-${learnerId}`;
    const terminal: Terminal = {
      terminalId: `${id}/1`,
      title: 'host',
      place: { machine: 'host', namespacePath: null },
      shell: { kind: 'prompt' },
      whereabouts: { kind: 'unknown' },
      head: '',
      ended: null,
    };
    const viewers = new Set<Viewer>();
    const own = (terminalId: string) => {
      if (terminalId === terminal.terminalId) return;
      throw new Fault('forbidden', 'That terminal belongs to another lab.');
    };
    const lab: Lab = {
      id,
      learnerId,
      lessonId,
      overSinceMs: () => null,
      lastActiveMs: nowMs,
      unwatchedSinceMs: () => null,
      updateLesson: () => undefined,
      state: () => ({ kind: 'ready', expiresAtMs: nowMs() + 1000 }),
      view: () => ({
        labId: id,
        serverStartedAtMs: 0,
        nowMs: nowMs(),
        state: lab.state(),
        terminals: [terminal],
        commands: [],
        topology: { version: 1, objects: [] },
        changes: [],
        sight: { kind: 'clear' },
        attempts: [],
        traces: [],
        earned: [],
        efforts: [],
        draws: {},
      }),
      join(viewer) {
        viewers.add(viewer);
        // As a warm sandbox does, whose first terminal is there before the answer is on its way.
        queueMicrotask(() => viewer('lab:state', { state: lab.state() }));
        return () => viewers.delete(viewer);
      },
      reset: async () => {
        throw new Error('a bug of the lab');
      },
      extend: () => nowMs() + 1000,
      end: async () => undefined,
      topology: () => ({ version: 1, objects: [] }),
      openTerminal: () => terminal,
      attachTerminal({ terminalId }) {
        own(terminalId);
        attached += 1;
        let isAttached = true;
        return {
          answer: { firstSeq: 0, nextSeq: 0, modes: '' },
          acknowledge: () => undefined,
          detach() {
            if (isAttached) attached -= 1;
            isAttached = false;
          },
        };
      },
      writeTerminal({ terminalId, data }) {
        own(terminalId);
        typed.push(data);
        for (const tell of viewers) {
          tell('terminal:output', { terminalId, seq: 0, data: Buffer.from(data), replay: false });
        }
      },
      resizeTerminal: ({ terminalId }) => own(terminalId),
      closeTerminal: own,
      hint: async () => ({ level: 1, levels: 3, text: 'Look at ip-netns(8).' }),
      solution: () => {
        throw new Fault('not-found', 'There is no such challenge.');
      },
      startTrace: unasked,
      stopTrace: unasked,
      showTrace: unasked,
      tracePcapng: () => new Uint8Array([0x0a, 0x0d, 0x0d, 0x0a]),
      judgePrediction: unasked,
      diagnose: unasked,
      routeTo: unasked,
      flows: unasked,
      routingRules: unasked,
      planUndo: unasked,
      applyUndo: unasked,
    };
    return { lab, viewers };
  }

  return {
    async open(learnerId, lessonId) {
      if (lessonId === 'none') throw new Fault('not-found', 'There is no such lesson.');
      const found = labs.get(learnerId) ?? start(learnerId, lessonId);
      labs.set(learnerId, found);
      return found.lab;
    },
    find(learnerId, labId) {
      if (labId !== `lab-of-${learnerId}`)
        throw new Fault('forbidden', 'That lab is of somebody else.');
      return (labs.get(learnerId) ?? start(learnerId, 'any')).lab;
    },
    runningOf: (learnerId) => (labs.has(learnerId) ? 1 : 0),
    endOldest: () => undefined,
    async endAllOf(learnerId) {
      labs.delete(learnerId);
    },
    updateCourse: () => undefined,
    figures: () => ({
      labs: { queued: 0, starting: 0, ready: labs.size, resetting: 0, ended: 0, failed: 0 },
      sandboxes: { max: 2, inUse: labs.size, warm: 0 },
    }),
    close: async () => undefined,
    viewersOf: (learnerId) => labs.get(learnerId)?.viewers ?? new Set(),
    typed,
    attached: () => attached,
  };
}

function unasked(): never {
  throw new Error('No test asks this of a lab that is not real.');
}
