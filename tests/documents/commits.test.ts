import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * Files that call `store.commit` directly instead of `carryOut`, and why nothing is lost there when a decision is
 * stale.
 */
const byThemselves = {
  'packages/flows/src/carry-out.ts': 'decides again',
  'packages/flows/src/hooks/settle-attempt.ts': 'tries again, and writes a late try into the log',
  'apps/server/src/cli/accounts.ts': 'tells that the name is taken',
  'apps/server/src/workers/logos.ts': 'rests on nothing',
  'packages/flows/src/authorize/fresh-code.ts': 'notes that a key was shown, which rests on nothing',
  'packages/flows/src/token/explain.ts': 'notes that a key was shown, which rests on nothing',
};

test('flows store decisions through carryOut, so that a stale decision is made again', () => {
  const callers = ['packages/flows/src', 'apps/server/src'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
      .map((file) => path.posix.join(folder, file.split(path.sep).join('/')))
      .filter((file) => /\bstore\.commit\(/.test(readFileSync(path.join(root, file), 'utf8'))),
  );
  expect(callers.toSorted()).toEqual(Object.keys(byThemselves).toSorted());
});
