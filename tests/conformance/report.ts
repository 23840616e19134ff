import { writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Result of a check. */
export interface Outcome {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  /** Reason why it was skipped, or the difference that failed it. */
  readonly why: string;
}

/** Prints a line for each check, then the sums. Also writes the outcomes to CONFORMANCE_REPORT_FILE, if it is set. */
export class Report implements Reporter {
  private readonly outcomes: Outcome[] = [];

  onTestCaseResult(check: TestCase): void {
    const result = check.result();
    if (result.state === 'pending') return;
    const errors = result.errors?.map(({ message, stack = message }) => stack).join('\n') ?? '';
    this.add({
      title: check.name,
      state: result.state,
      why: result.state === 'skipped' ? (result.note ?? '') : errors,
    });
  }

  onTestModuleEnd(module: TestModule): void {
    for (const { message, stack = '' } of module.errors())
      this.add({ title: module.relativeModuleId, state: 'failed', why: `${message}\n${stack}` });
  }

  onTestRunEnd(): void {
    const count = (state: Outcome['state']): number => this.outcomes.filter((one) => one.state === state).length;
    process.stdout.write(`${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped\n`);
    const file = process.env['CONFORMANCE_REPORT_FILE'];
    if (file !== undefined) writeFileSync(file, JSON.stringify(this.outcomes));
  }

  private add(outcome: Outcome): void {
    this.outcomes.push(outcome);
    const { title, state, why } = outcome;
    process.stdout.write(
      `${state.padEnd(7)} ${title}${why === '' ? '' : `\n        ${why.replaceAll('\n', '\n        ')}`}\n`,
    );
  }
}
