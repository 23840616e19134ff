/**
 * `npm run test:mutants`: changes the rules one place at a time and reports the changes that no test of the rules
 * notices; fails below 90 %. `npm run test:mutants -- token registry/manifest.ts` does so in one folder and one file of
 * packages/rules/src. Unchanged code keeps the results of the run before. See docs/development/mutants.md.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { installIfStale, root, run } from '../install.mjs';

const here = join(root, 'tools', 'mutants');
// A test of a list of forbidden passwords could only repeat the list; the table of preconditions is raced against what
// each of its entries has to stop, in tests/faults/preconditions, which needs a database.
const withoutMutants = ['**/*.test.ts', 'accounts/common-passwords.ts', 'preconditions-of.ts'];

await installIfStale(root, 'packages');
await installIfStale(here, 'what changes the rules');
setPriority(19);
forgetSurvivors(join(root, 'coverage/mutants/incremental.json'));
const places = process.argv.length > 2 ? process.argv.slice(2) : ['**/*.ts'];
const patterns = places.map((place) => (place.endsWith('.ts') ? place : `${place}/**/*.ts`));
const mutate = [...patterns, ...withoutMutants.map((pattern) => `!${pattern}`)]
  .map((pattern) => pattern.replace(/^(!?)/, '$1packages/rules/src/'))
  .join(',');
const stryker = join(here, 'node_modules/@stryker-mutator/core/bin/stryker.js');
process.exitCode = await run(process.execPath, [stryker, 'run', join(here, 'stryker.config.json'), '--mutate', mutate]);

/** A new test may kill a survivor, and of constants of a module Stryker does not know which tests reach them. */
function forgetSurvivors(results) {
  if (!existsSync(results)) return;
  const known = JSON.parse(readFileSync(results, 'utf8'));
  for (const file of Object.values(known.files))
    file.mutants = file.mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout');
  writeFileSync(results, JSON.stringify(known));
}
