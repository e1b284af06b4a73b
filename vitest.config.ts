/** How the tests run: beside the code, with real stores (test/global-setup.ts), two files at a time. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts', '**/*.test.tsx'],
    exclude: ['**/node_modules/**', '**/dist/**', '.usher/**'],
    globalSetup: ['test/global-setup.ts'],
    maxWorkers: 2,
    // Far above what any test takes alone: on a busy machine slow is not wrong.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
