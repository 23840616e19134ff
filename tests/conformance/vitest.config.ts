import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';
import { Report } from './report.ts';

/** The checklist in its order, then the needs of client libraries. */
class ByName extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((one, other) => (one.moduleId < other.moduleId ? -1 : 1)));
  }
}

/** One check after the other: some move the server's clock, and all share the receiver's port. */
export default defineConfig({
  test: {
    dir: import.meta.dirname,
    include: ['**/*.test.ts'],
    fileParallelism: false,
    isolate: false,
    sequence: { sequencer: ByName },
    testTimeout: 90_000,
    hookTimeout: 30_000,
    reporters: [new Report()],
  },
});
