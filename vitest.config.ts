/** How the tests run: beside the code, with real stores (test/global-setup.ts), two files at a time. */
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that start whole Ushers and browsers: begun last, they would end alone, long after the others. */
const long = [/bench\/old-loads\.test/, /test\/system\//, /test\/launcher\.test/, /test\/browser\//];

class LongOnesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = long.findIndex((path) => path.test(moduleId));
      return at < 0 ? long.length : at;
    };
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ['**/*.test.ts', '**/*.test.tsx'],
    exclude: ['**/node_modules/**', '**/dist/**', '.usher/**'],
    globalSetup: ['test/global-setup.ts'],
    sequence: { sequencer: LongOnesFirst },
    maxWorkers: 2,
    // Far above what any test takes alone: on a busy machine slow is not wrong.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
