import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** Callers that commit directly, and why a stale answer loses nothing there. */
const byThemselves = {
  'packages/flows/src/carry-out.ts': 'decides again',
  'packages/flows/src/hooks/settle-attempt.ts': 'tries again, and writes a late try into the log',
  'apps/server/src/cli/accounts.ts': 'tells that the name is taken',
  'apps/server/src/registry/external-logo.ts': 'rests on nothing',
  'packages/flows/src/authorize/fresh-code.ts': 'notes that a key was shown, which rests on nothing',
  'packages/flows/src/token/explain.ts': 'notes that a key was shown, which rests on nothing',
};

test('decisions are stored through carryOut, so that a stale one is decided again', () => {
  const callers = ['packages/flows/src', 'apps/server/src'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
      .map((file) => path.posix.join(folder, file.split(path.sep).join('/')))
      .filter((file) => /\bstore\.commit\(/.test(readFileSync(path.join(root, file), 'utf8'))),
  );
  expect(callers.toSorted()).toEqual(Object.keys(byThemselves).toSorted());
});
