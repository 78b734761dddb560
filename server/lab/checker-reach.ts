/**
 * How the checker reaches the sandbox beside the learner's traces: what it sends is not to stand
 * among the packets that a learner records, so that it waits until the recording has ended.
 */
import type { FollowProbe } from '../checker/follow-probe.ts';
import { followedProbe } from '../packets/follow-probe.ts';
import type { Topology } from '../protocol/topology.ts';
import type { RunResult, SandboxHandle } from '../sandbox/handle.ts';
import type { Traces } from './traces.ts';

export type CheckerReach = {
  readonly handle: Pick<SandboxHandle, 'run'>;
  readonly follow: FollowProbe;
  /** Whether to judge later; then `onFree` is called when it is time. */
  mustWait(): boolean;
};

export type CheckerReachParts = {
  readonly handle: Pick<SandboxHandle, 'run'>;
  readonly traces: Pick<Traces, 'isBusy' | 'recording' | 'free' | 'quietly'>;
  readonly topology: () => Topology | null;
  /** What had to wait can be tried now. */
  readonly onFree: () => void;
};

export function createCheckerReach(parts: CheckerReachParts): CheckerReach {
  const { handle, traces, topology, onFree } = parts;
  let isAwaited = false;

  function awaitFreedom() {
    if (isAwaited) return;
    isAwaited = true;
    void traces.free().then(() => {
      isAwaited = false;
      onFree();
    });
  }

  function mustWait(): boolean {
    const { aborted } = traces.recording();
    if (aborted) awaitFreedom();
    return aborted;
  }

  /** What is under way when a recording begins is given up. */
  const run: SandboxHandle['run'] = async (place, argv, options) => {
    if (mustWait()) return held;
    const recording = traces.recording();
    const signals = options.signal === undefined ? [recording] : [recording, options.signal];
    try {
      return await handle.run(place, argv, { ...options, signal: AbortSignal.any(signals) });
    } catch (error) {
      options.signal?.throwIfAborted();
      if (mustWait()) return held;
      throw error;
    }
  };

  return {
    handle: { run },
    async follow(aim, signal) {
      if (traces.isBusy()) awaitFreedom();
      const trace = await traces.quietly(aim, signal);
      return followedProbe(trace, topology() ?? { version: 0, objects: [] });
    },
    mustWait,
  };
}

const held: RunResult = {
  kind: 'could-not-run',
  reason: 'it is tried when the recording of packets has ended.',
};
