import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const src = join(import.meta.dirname, '..');
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.test.ts'))
  .map((file) => ({ file, text: readFileSync(join(src, file), 'utf8') }));
const having = (pattern: RegExp) =>
  sources
    .filter(({ text }) => pattern.test(text))
    .map(({ file }) => file)
    .toSorted();

test('only useWrite can send requests that write', () => {
  expect(having(/\brequest\b.*from '.*call\.ts'|\brequest[<(]/)).toEqual(['api/call.ts', 'api/idempotent-sender.ts']);
  expect(having(/from '.*\/upload\.ts'/)).toEqual(['api/idempotent-sender.ts']);
  expect(having(/from '.*\/idempotent-sender\.ts'/)).toEqual(['api/write.ts']);
  expect(having(/XMLHttpRequest|sendBeacon/)).toEqual(['api/upload.ts']);
  // The language can be chosen without a session, and choosing it twice changes nothing more.
  expect(having(/(?<!response = await )\bfetch\(/)).toEqual(['api/choose-language.ts']);
  // This mutation only reads what a deactivation would end; it writes nothing.
  expect(having(/\buseMutation\b/)).toEqual(['api/write.ts', 'pages/accounts/deactivation-effects.ts']);
});
