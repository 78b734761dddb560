/**
 * What one browser tab may ask, and the answers. Knows no sockets: requests come in parsed, and
 * what happens in the lab goes out through the viewer.
 */
import { Fault } from '../fault.ts';
import type { Attachment, Lab, Viewer } from '../lab/lab.ts';
import type { Labs } from '../lab/labs.ts';
import type { AnswerPayload, Request, RequestName } from '../protocol/events.ts';
import { protocolVersion } from '../protocol/events.ts';
import type { Crowd } from './crowd.ts';
import { holdNotices } from './hold-notices.ts';

export type Session = {
  /** In the order of arrival: what needs no waiting is done before the call returns. Throws Faults. */
  readonly handlers: {
    readonly [N in RequestName]: (
      request: Request<N>,
    ) => AnswerPayload<N> | Promise<AnswerPayload<N>>;
  };
  /** The answer to a request of that name is on its way. */
  answered(name: RequestName): void;
  /** The tab is gone. May be called twice. */
  close(): void;
};

type Joined = {
  readonly lab: Lab;
  readonly leave: () => void;
  readonly attachments: Map<string, Attachment>;
};

export type SessionParts = {
  readonly learnerId: string;
  /** Null for this machine itself. */
  readonly address: string | null;
  readonly labs: Labs;
  readonly crowd: Crowd;
  readonly viewer: Viewer;
};

export function createSession(parts: SessionParts): Session {
  const { learnerId, address, labs, crowd } = parts;
  const { viewer, hold, release } = holdNotices(parts.viewer);
  let joined: Joined | null = null;
  let isClosed = false;

  function seat(): Joined {
    if (joined === null) throw new Fault('bad-request', 'Send lab:open first.');
    return joined;
  }

  function leave() {
    if (joined === null) return;
    const { attachments, leave } = joined;
    joined = null;
    for (const attachment of attachments.values()) attachment.detach();
    leave();
  }

  async function open(request: Request<'lab:open'>): Promise<AnswerPayload<'lab:open'>> {
    hold(); // until its answer is on its way
    if (request.protocolVersion !== protocolVersion) {
      throw new Fault('bad-request', 'The page is older than the server. Reload the page.');
    }
    const lab = await crowd.enter(learnerId, address, () => labs.open(learnerId, request.lessonId));
    // The tab may have gone while the lab was looked up.
    if (isClosed) throw new Fault('unavailable', 'The connection is closed.');
    leave();
    joined = { lab, leave: lab.join(viewer), attachments: new Map() };
    return lab.view();
  }

  function detach(terminalId: string) {
    const { attachments } = seat();
    attachments.get(terminalId)?.detach();
    attachments.delete(terminalId);
  }

  return {
    handlers: {
      'lab:open': open,

      'lab:reset': async ({ toStartOf }) => {
        const { lab } = seat();
        await crowd.enter(learnerId, address, () => lab.reset(toStartOf));
        return {};
      },

      'lab:extend': () => ({ expiresAtMs: seat().lab.extend() }),

      'lab:leave': async () => {
        await seat().lab.end('You left the lab.');
        return {};
      },

      'topology:resync': () => ({ topology: seat().lab.topology() }),

      'terminal:open': (request) => ({ terminal: seat().lab.openTerminal(request) }),

      'terminal:attach': (request) => {
        const { lab, attachments } = seat();
        detach(request.terminalId);
        const attachment = lab.attachTerminal(request, viewer);
        attachments.set(request.terminalId, attachment);
        return attachment.answer;
      },

      'terminal:input': (request) => {
        seat().lab.writeTerminal(request);
        return {};
      },

      'terminal:resize': (request) => {
        seat().lab.resizeTerminal(request);
        return {};
      },

      'terminal:ack': ({ terminalId, seq }) => {
        const attachment = seat().attachments.get(terminalId);
        if (attachment === undefined) {
          throw new Fault(
            'not-found',
            'That terminal is not attached. Send terminal:attach first.',
          );
        }
        attachment.acknowledge(seq);
        return {};
      },

      'terminal:close': ({ terminalId }) => {
        detach(terminalId);
        seat().lab.closeTerminal(terminalId);
        return {};
      },

      'hint:show': async ({ challengeId, level }) => ({
        hint: await seat().lab.hint(challengeId, level),
      }),

      'solution:show': ({ challengeId }) => ({ solution: seat().lab.solution(challengeId) }),

      'trace:start': async (request) => ({ trace: await seat().lab.startTrace(request) }),
      'trace:stop': async ({ traceId }) => {
        await seat().lab.stopTrace(traceId);
        return {};
      },
      'trace:show': ({ traceId }) => seat().lab.showTrace(traceId),

      'predict:judge': async (request) => ({
        judgement: await seat().lab.judgePrediction(request),
      }),
      'why:ask': async (request) => ({ diagnosis: await seat().lab.diagnose(request) }),

      'kernel:route': async (request) => ({ answer: await seat().lab.routeTo(request) }),
      'kernel:flows': (request) => seat().lab.flows(request),
      'kernel:routing-rules': async (request) => ({
        rules: await seat().lab.routingRules(request),
      }),

      'undo:plan': async ({ toVersion }) => ({ plan: await seat().lab.planUndo(toVersion) }),
      'undo:apply': async (request) => ({ outcome: await seat().lab.applyUndo(request) }),
    },

    answered(name) {
      if (name === 'lab:open') release();
    },

    close() {
      isClosed = true;
      leave();
    },
  };
}
