/** Where the mistakes of an author are gathered, so that all of them are told at once. */
import type { AuthorFault } from './course.ts';

/** `line` counts from 1. The problem is a statement, the remedy an instruction. */
export type Report = (line: number, problem: string, remedy: string) => void;

export type FaultList = {
  /** What reports mistakes in this file (relative to the lessons folder). */
  in(file: string): Report;
  /** By file, then by line. */
  all(): readonly AuthorFault[];
};

export function createFaultList(): FaultList {
  const faults: AuthorFault[] = [];
  return {
    in: (file) => (line, problem, remedy) => {
      faults.push({ file, line, problem, remedy });
    },
    all: () => faults.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line),
  };
}
