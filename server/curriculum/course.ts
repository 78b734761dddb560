/**
 * A course as the rest of the product knows it: read, checked and rendered. What the files look
 * like is the loader's business; nothing here refers to a path except what a fault must name.
 */
import type { Root } from 'hast';
import type { Surroundings } from './build-lesson.ts';
import type { TermObject } from './language/glossary.ts';
import type { Goal } from './language/goal.ts';
import type { PredictionFile } from './language/prediction.ts';
import type { Probe } from './language/probe.ts';

export type Course = {
  readonly title: string;
  readonly summary: string;
  readonly modules: readonly Module[];
  readonly terms: readonly Term[]; // the glossary, in the order of its file
};

/** A word of the glossary. */
export type Term = {
  readonly id: string;
  readonly name: string;
  readonly text: Root; // inline, sanitised
  readonly see: readonly string[]; // ids of other terms
  readonly object: TermObject | null; // what it stands for in a learner's picture
  readonly source: SourcePosition;
};

export type Module = {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly lessons: readonly Lesson[];
};

export type Lesson = {
  readonly id: string; // unique in the course; part of the page's address
  readonly moduleId: string;
  readonly title: string;
  readonly summary: string;
  readonly minutes: number;
  readonly world: string;
  readonly requires: readonly string[]; // ids of lessons to do first
  /**
   * The text, sanitised. Beside ordinary elements it holds these, with their data as properties:
   * `<lesson-run data-block="ID">` (a code block that can be run),
   * `<lesson-output data-block="ID">` (what the terminal is expected to print),
   * `<lesson-challenge data-challenge="LESSON/ID">` (children: the challenge's text; its hints are
   * taken out and never sent to the browser unasked),
   * `<lesson-predict data-prediction="LESSON/ID">` (children: what is said about the question),
   * `<a data-term="ID">` (a link to a term of the glossary),
   * `<lesson-aside data-kind="note" data-title="…">` (or `puzzle`; the title may be absent).
   */
  readonly text: Root;
  readonly blocks: readonly RunBlock[]; // in the order of the text
  readonly challenges: readonly Challenge[]; // in the order of the text
  readonly predictions: readonly Prediction[]; // in the order of the text
  /** Pictures of the text, as paths in the lesson's folder: what its page may be asked for. */
  readonly images: readonly string[];
  readonly terms: readonly string[]; // ids of the terms that the text links to
  readonly translations: readonly Translation[];
  readonly folder: string; // relative to the lessons folder
  /** What a fresh sandbox runs before anything else; null: nothing. */
  readonly setup: Script | null;
  readonly draws: LessonDraws | null; // null: nothing is left to chance
};

/**
 * What is drawn for each lab. As it is loaded, a lesson has `{{name}}` in its text, blocks and hints
 * and values of nobody in all else; `drawLesson` puts the values of a lab everywhere.
 */
export type LessonDraws = {
  readonly values: Readonly<Record<string, string>>;
  /** What the lesson was made of, to be made again with other values. */
  readonly around: Surroundings;
};

/** The words of a lesson in another language: blocks and places are those of its own text. */
export type Translation = {
  readonly language: string; // BCP 47: `de`
  readonly title: string;
  readonly summary: string;
  readonly text: Root;
  readonly images: readonly string[];
  readonly terms: readonly string[];
  /** Of challenges and predictions, by their ids. */
  readonly titles: readonly { readonly id: string; readonly title: string }[];
};

/** A code block to be run, with the output that the text shows for it, if it shows one. */
export type RunBlock = {
  readonly id: string; // unique in its lesson
  readonly machine: string;
  readonly namespace: string | null; // name under /run/netns; null: wherever that terminal is
  readonly code: string;
  readonly isTraced: boolean; // the page records and shows what it sends
  /** Lines in order; `…` matches anything, within a line or, alone on one, any number of lines. */
  readonly expectedOutput: string | null;
  readonly expectedExit: number | null; // null: not asserted
  /** Position among the challenges: how many of them stand before it in the text. */
  readonly afterChallenges: number;
  readonly source: SourcePosition;
};

export type Challenge = {
  readonly id: string; // LESSON/ID
  readonly title: string;
  readonly goal: Goal;
  readonly probes: readonly Probe[];
  /** The author's words by level; a level without words gets a default made from the goal. */
  readonly hints: readonly {
    readonly level: number;
    readonly text: string;
    readonly when?: 'built'; // the goal holds, and only packets tell what is wrong
  }[];
  readonly solution: Script;
  readonly wrong: readonly WrongSolution[];
  readonly source: SourcePosition;
};

/** A question about one packet. What is true is judged by sending it. */
export type Prediction = {
  readonly id: string; // LESSON/ID
  readonly title: string; // the question
  readonly from: PredictionFile['from'];
  readonly probe: PredictionFile['probe'];
  readonly asks: PredictionFile['asks'];
  readonly options: readonly string[];
  /** What the proof must find. Never sent to the browser, and judges no learner. */
  readonly truth: string;
  /** Where it stands: how many challenges and run blocks there are before it. */
  readonly afterChallenges: number;
  readonly afterBlocks: number;
  readonly source: SourcePosition;
};

/** A bash script that is run in a fresh interactive shell on that machine. */
export type Script = { readonly machine: string; readonly text: string; readonly path: string };

/** `says`: words that the judgement's reason or second hint must contain. */
export type WrongSolution = { readonly script: Script; readonly says: string };

type SourcePosition = { readonly file: string; readonly line: number };

/** A mistake in the files of a course: where, what, and what to do. */
export type AuthorFault = {
  readonly file: string; // relative to the lessons folder
  readonly line: number; // 1-based
  readonly problem: string;
  readonly remedy: string;
};

/** A lesson that is left out of the course because its files have faults. */
export type InvalidLesson = { readonly id: string; readonly faults: readonly AuthorFault[] };

/** Loading never throws for a mistake of an author: all faults at once, beside what is sound. */
export type LoadedCourse = {
  readonly course: Course;
  readonly faults: readonly AuthorFault[];
  readonly invalid: readonly InvalidLesson[];
};
