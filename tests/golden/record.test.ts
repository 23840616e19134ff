import { fieldProblemCatalogue, problemCatalogue } from '@pristan/wire/api';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { GoldenRecord } from './journey.ts';
import { recordFolder } from './journey.ts';

const records = readdirSync(recordFolder).map((file): readonly [string, GoldenRecord] => [
  file,
  JSON.parse(readFileSync(new URL(file, recordFolder), 'utf8')) as GoldenRecord,
]);

const inShort = ['pages.json', 'platform.json', 'platform-limits.json'];

test('the record has more than 260 exchanges in full, besides those in short', () => {
  const full = records.filter(([file]) => !inShort.includes(file)).flatMap(([, journeys]) => Object.values(journeys));
  expect(full.flat().length).toBeGreaterThan(260);
});

/** Codes that need a second process, a full store or a slow connection; tests of their own hold them. */
const notHere = ['busy', 'idempotency_in_progress', 'unavailable', 'upload_too_slow'];

test('the record has every other code of the platform’s API, and every code of a field', () => {
  const text = JSON.stringify(records);
  const codes = [...Object.keys(problemCatalogue), ...Object.keys(fieldProblemCatalogue)];
  expect(codes.filter((code) => !text.includes(`"code":"${code}"`)).toSorted()).toEqual(notHere);
});
