import { contracts, fieldProblemCodes, problemStatuses } from '@pristan/wire/api';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { GoldenRecord } from './journey.ts';
import { recordFolder } from './journey.ts';

const records = readdirSync(recordFolder).map((file): readonly [string, GoldenRecord] => [
  file,
  JSON.parse(readFileSync(new URL(file, recordFolder), 'utf8')) as GoldenRecord,
]);

const inShort = ['pages.json', 'platform.json', 'platform-limits.json'];

test('the golden record has more than 260 complete exchanges, besides those in short form', () => {
  const full = records.filter(([file]) => !inShort.includes(file)).flatMap(([, journeys]) => Object.values(journeys));
  expect(full.flat().length).toBeGreaterThan(260);
});

/** Problem codes that need a second process, a full store or a slow connection; they have tests of their own. */
const notHere = ['busy', 'idempotency_in_progress', 'unavailable', 'upload_too_slow'];

test('the golden record has every problem code of the API that this process can cause, and every field code', () => {
  const text = JSON.stringify(records);
  const codes = [...Object.keys(problemStatuses), ...fieldProblemCodes];
  expect(codes.filter((code) => !text.includes(`"code":"${code}"`)).toSorted()).toEqual(notHere);
});

interface Exchange {
  readonly request?: string;
  readonly status?: number;
}

test('the golden record has a successful answer of every endpoint of the API, except of one that connects to other hosts', () => {
  const exchanges = records.flatMap(([, journeys]) => Object.values(journeys).flat()) as readonly Exchange[];
  const isRecorded = (method: string, path: string): boolean => {
    const request = new RegExp(`^${method} ${path.replaceAll(/:\w+/g, '[^/?]+')}(\\?|$)`);
    return exchanges.some((one) => request.test(one.request ?? '') && (one.status ?? 500) < 300);
  };
  const missing = Object.values(contracts).filter(({ method, path }) => !isRecorded(method, path));
  expect(missing.map(({ operationId }) => operationId)).toEqual(['check_addresses']);
});
