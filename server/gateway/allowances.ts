/** How often each learner may ask for each thing, over all of the learner's tabs. */
import { Fault } from '../fault.ts';
import type { RequestName } from '../protocol/events.ts';
import type { Allowance, Bucket } from './token-bucket.ts';
import { fullBucket, isFull, takeToken } from './token-bucket.ts';

export type Allowances = {
  /** Throws Fault `too-many-requests`. */
  spend(learnerId: string, name: Asked): void;
};

/** `trace:save` comes by HTTP. */
type Asked = RequestName | 'trace:save';

const allowances: Readonly<Record<Asked, Allowance>> = {
  // These cost a sandbox or a process.
  'lab:open': { burst: 20, perSecond: 1 },
  'lab:reset': { burst: 5, perSecond: 0.5 },
  'lab:leave': { burst: 10, perSecond: 1 },
  'terminal:open': { burst: 10, perSecond: 1 },
  'trace:start': { burst: 10, perSecond: 0.5 },
  'predict:judge': { burst: 6, perSecond: 0.5 },
  'why:ask': { burst: 6, perSecond: 0.5 },
  'undo:apply': { burst: 10, perSecond: 1 },
  'kernel:route': { burst: 20, perSecond: 4 },
  'kernel:flows': { burst: 20, perSecond: 4 },
  'kernel:routing-rules': { burst: 20, perSecond: 4 },
  // These cost a look or a database row.
  'lab:extend': { burst: 10, perSecond: 1 },
  'topology:resync': { burst: 10, perSecond: 2 },
  'terminal:attach': { burst: 40, perSecond: 5 },
  'terminal:close': { burst: 20, perSecond: 2 },
  'hint:show': { burst: 20, perSecond: 2 },
  'solution:show': { burst: 10, perSecond: 1 },
  'trace:stop': { burst: 10, perSecond: 1 },
  'trace:show': { burst: 20, perSecond: 2 },
  'trace:save': { burst: 8, perSecond: 0.5 }, // up to 8 MB each, which wait for who does not read
  'undo:plan': { burst: 20, perSecond: 4 },
  // A held key repeats 30 times a second, a mouse in a full-screen program reports 100 times;
  // a paste of 10 MB comes in 160 pieces.
  'terminal:input': { burst: 400, perSecond: 150 },
  'terminal:resize': { burst: 120, perSecond: 30 },
  // One for every piece of output that is drawn.
  'terminal:ack': { burst: 4000, perSecond: 2000 },
};

/** Beyond so many learners, those who have not asked for anything lately are forgotten. */
const rememberedLearners = 1000;

export function createAllowances(nowMs: () => number): Allowances {
  const byLearner = new Map<string, Map<Asked, Bucket>>();

  function forgetThoseAtRest() {
    for (const [learnerId, buckets] of byLearner) {
      const isAtRest = [...buckets].every(([name, bucket]) =>
        isFull(bucket, allowances[name], nowMs()),
      );
      if (isAtRest) byLearner.delete(learnerId);
    }
  }

  function bucketsOf(learnerId: string): Map<Asked, Bucket> {
    const known = byLearner.get(learnerId);
    if (known !== undefined) return known;
    if (byLearner.size >= rememberedLearners) forgetThoseAtRest();
    const buckets = new Map<Asked, Bucket>();
    byLearner.set(learnerId, buckets);
    return buckets;
  }

  return {
    spend(learnerId, name) {
      const allowance = allowances[name];
      const buckets = bucketsOf(learnerId);
      const before = buckets.get(name) ?? fullBucket(allowance, nowMs());
      const { bucket, isAllowed } = takeToken(before, allowance, nowMs());
      buckets.set(name, bucket);
      if (!isAllowed) {
        throw new Fault('too-many-requests', `${name} was sent too often. Wait a moment.`);
      }
    },
  };
}
