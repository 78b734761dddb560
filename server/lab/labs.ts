/** All labs of this server: at most a few of each learner, one of each lesson. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Lesson, LoadedCourse } from '../curriculum/course.ts';
import { findLesson } from '../curriculum/find-lesson.ts';
import type { CourseChange } from '../curriculum/watch-course.ts';
import { Fault } from '../fault.ts';
import { createTurns } from '../packets/turns.ts';
import type { LabState } from '../protocol/lab.ts';
import type { Sandboxes } from '../sandbox/handle.ts';
import type { KeptEffort, Store } from '../store/store.ts';
import type { Lab } from './lab.ts';
import { createMakeRoom } from './make-room.ts';
import { createRecord } from './record.ts';
import { createStandby } from './standby.ts';
import { startLab } from './start-lab.ts';
import { parseProcessorTime } from './storm/processor-time.ts';
import { createStormGuard } from './storm/storm-guard.ts';
import { createWaitingLine } from './waiting-line.ts';

export type LabFigures = {
  readonly labs: Readonly<Record<LabState['kind'], number>>;
  readonly sandboxes: ReturnType<Sandboxes['capacity']>;
};

export type Labs = {
  /** The learner's lab of that lesson, as it is or started. Throws `not-found`, `lesson-invalid`, `unavailable`. */
  open(learnerId: string, lessonId: string): Promise<Lab>;
  /** A lab that is known, of this learner. Throws `not-found`, `forbidden`. */
  find(learnerId: string, labId: string): Lab;
  /** How many labs of the learner are not over. */
  runningOf(learnerId: string): number;
  /** Ends those of the learner that are not among the `keptLabs` last used. */
  endOldest(learnerId: string, keptLabs: number): void;
  /** Ends every lab of the learner and forgets it. */
  endAllOf(learnerId: string, reason: string): Promise<void>;
  /** The lessons folder has changed: labs of these lessons judge by what is written now. */
  updateCourse(change: CourseChange): void;
  figures(): LabFigures;
  /** Ends every lab. May be called twice. */
  close(): Promise<void>;
};

export type LabsParts = {
  readonly course: LoadedCourse;
  readonly sandboxes: Sandboxes;
  readonly store: Store;
  readonly idleMs: number;
  readonly nowMs: () => number;
  readonly log: Logger;
};

/** Somebody may read one lesson while trying something in another. */
const labsPerLearner = 2;

/** One who comes back to the page within this time is told why the lab has ended. */
const rememberEndedMs = 10 * 60_000;

export function createLabs(parts: LabsParts): Labs {
  const { sandboxes, store, nowMs, log } = parts;
  const serverStartedAtMs = nowMs();
  const line = createWaitingLine(sandboxes);
  const turns = createTurns(availableParallelism());
  const guard = createStormGuard({
    readProcessorTime: async () => parseProcessorTime(await readFile('/proc/stat', 'utf8')),
    nowMs,
    log,
  });
  const standby = createStandby(parts);
  const labs = new Map<string, Lab>();
  const room = createMakeRoom({ labs: () => labs.values(), waiting: line.waiting, nowMs });
  let course = parts.course;
  let closing: Promise<void> | undefined;

  const isOver = (lab: Lab) => lab.overSinceMs() !== null;

  /** Labs that have ended are kept a while, so that a page that comes back is told why. */
  function forgetOld() {
    for (const [key, lab] of labs) {
      const sinceMs = lab.overSinceMs();
      if (sinceMs !== null && nowMs() - sinceMs > rememberEndedMs) labs.delete(key);
    }
  }

  function start(learnerId: string, lesson: Lesson, kept: readonly KeptEffort[]): Lab {
    const record = createRecord({ learnerId, lessonId: lesson.id, kept, store, nowMs, log });
    const lab = startLab({
      ...parts,
      id: randomUUID(),
      serverStartedAtMs,
      learnerId,
      lesson,
      record,
      line,
      guard,
      turns,
      standby,
      onReset: () => endOldest(learnerId, labsPerLearner),
      onQueued: room.wanted,
    });
    labs.set(keyOf(learnerId, lesson.id), lab);
    return lab;
  }

  function labsOf(learnerId: string): Lab[] {
    return [...labs.values()].filter((lab) => lab.learnerId === learnerId);
  }

  function runningOf(learnerId: string): Lab[] {
    return labsOf(learnerId).filter((lab) => !isOver(lab));
  }

  function endOldest(learnerId: string, keptLabs: number) {
    const running = runningOf(learnerId).sort((a, b) => b.lastActiveMs() - a.lastActiveMs());
    for (const lab of running.slice(keptLabs)) {
      void lab.end('You opened other lessons. Reset this lab to go on here.');
    }
  }

  /** A store that cannot be read stops nobody: what was earned is then shown as not earned. */
  async function keptIn(learnerId: string, lessonId: string): Promise<readonly KeptEffort[]> {
    try {
      return await store.effortsIn(learnerId, lessonId);
    } catch (error) {
      log.error({ err: error }, 'progress cannot be read');
      return [];
    }
  }

  return {
    async open(learnerId, lessonId) {
      if (closing !== undefined) throw new Fault('unavailable', 'The server is shutting down.');
      forgetOld();
      const key = keyOf(learnerId, lessonId);
      const known = labs.get(key);
      if (known !== undefined) return known;
      const lesson = lessonOf(course, lessonId);
      const kept = await keptIn(learnerId, lessonId);
      // Two tabs may have asked at once.
      const lab = labs.get(key) ?? start(learnerId, lesson, kept);
      endOldest(learnerId, labsPerLearner);
      // With a warm sandbox it is ready by then: a page gets one answer instead of many notices.
      await nextTurn();
      return lab;
    },

    find(learnerId, labId) {
      const lab = [...labs.values()].find(({ id }) => id === labId);
      if (lab === undefined)
        throw new Fault('not-found', 'That lab is over. Open its lesson again.');
      if (lab.learnerId !== learnerId)
        throw new Fault('forbidden', 'That lab is of somebody else.');
      return lab;
    },

    runningOf: (learnerId) => runningOf(learnerId).length,
    endOldest,

    async endAllOf(learnerId, reason) {
      const all = labsOf(learnerId);
      for (const lab of all) labs.delete(keyOf(learnerId, lab.lessonId));
      await Promise.all(all.map((lab) => lab.end(reason)));
    },

    updateCourse({ loaded, lessonIds }) {
      course = loaded;
      for (const lab of labs.values()) {
        if (!lessonIds.includes(lab.lessonId)) continue;
        const found = findLesson(course, lab.lessonId);
        // A lesson that has gone or has mistakes stays as it was for those who are in it.
        if (found.kind === 'found') lab.updateLesson(found.lesson);
      }
    },

    figures() {
      const counts = { queued: 0, starting: 0, ready: 0, resetting: 0, ended: 0, failed: 0 };
      for (const lab of labs.values()) counts[lab.state().kind] += 1;
      return { labs: counts, sandboxes: sandboxes.capacity() };
    },

    close() {
      closing ??= (async () => {
        line.close();
        room.close();
        guard.close();
        standby.close();
        await Promise.all([...labs.values()].map((lab) => lab.end('The server is shutting down.')));
      })();
      return closing;
    },
  };
}

function keyOf(learnerId: string, lessonId: string): string {
  return `${learnerId}/${lessonId}`;
}

function lessonOf(course: LoadedCourse, lessonId: string): Lesson {
  const found = findLesson(course, lessonId);
  switch (found.kind) {
    case 'found':
      return found.lesson;
    case 'invalid':
      throw new Fault(
        'lesson-invalid',
        'The files of this lesson have mistakes. Its author can see them with `npm run lessons check`.',
      );
    case 'unknown':
      throw new Fault('not-found', 'There is no such lesson.');
  }
}
