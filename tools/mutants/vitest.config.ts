import { defineConfig } from 'vitest/config';

/** The rules' own tests alone: they need no database, no browser and no build. */
export default defineConfig({
  test: { include: ['packages/rules/src/**/*.test.ts'], reporters: [] },
});
