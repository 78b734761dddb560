/** Names the tests that passed only at a second try: they do not stop a release, nor are they overlooked. */
import type { Reporter, TestCase } from 'vitest/node';

export class NameSecondTries implements Reporter {
  readonly #named: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (!test.diagnostic()?.flaky) return;
    this.#named.push(`${test.module.relativeModuleId}: ${test.fullName}`);
  }

  onTestRunEnd(): void {
    if (this.#named.length === 0) return;
    console.log(`Passed at a second try:\n  ${this.#named.join('\n  ')}`);
  }
}
