import { defineConfig } from 'vitest/config';

/** The rules' own tests alone: they need no database, no browser and no build. */
export default defineConfig({
  // At the lowest priority even a test of a second may have to wait.
  test: { include: ['packages/rules/src/**/*.test.ts'], reporters: [], testTimeout: 60_000 },
});
