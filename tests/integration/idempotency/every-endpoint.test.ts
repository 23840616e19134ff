import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { takesKey } from '../../../apps/server/src/http/platform-endpoint.ts';
import { contracts, type Contract } from '../../../packages/wire/src/api/index.ts';
import { dumpOf } from '../../harness/clear-text.ts';
import { endpointsOf, keyedCalls } from '../../harness/keyed-calls.ts';
import type { KeyedCall } from '../../harness/keyed-calls.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let calls: Readonly<Record<string, () => Promise<KeyedCall>>>;
beforeAll(async () => {
  platform = await openPlatform({ PRISTAN_CLONE_THRESHOLD: '1' });
  calls = await keyedCalls(platform);
});
afterAll(() => platform.close());

/** The parts of an answer that must be the same when the request is repeated. */
const sent = ({ statusCode, headers, payload }: LightMyRequestResponse) => ({
  statusCode,
  type: headers['content-type'],
  location: headers['location'],
  payload,
});

/** Everything stored, except counters and session activity. */
async function stored(): Promise<readonly string[]> {
  const dump = await dumpOf(platform);
  return dump.split('\n').filter((line) => !/^public\.(throttles|sessions|api_windows|grant_days) /.test(line));
}

test('every writing operation declares `repeatable`, and each that takes an idempotency key is in this test’s list', () => {
  const writes = endpointsOf(platform).filter(({ method }) => method !== 'GET');
  expect(writes.length).toBeGreaterThan(25);
  expect(writes.filter(({ repeatable }) => repeatable === undefined)).toEqual([]);
  const taking = writes.filter(({ repeatable }) => repeatable !== 'naturally').map(({ operationId }) => operationId);
  expect(Object.keys(calls).toSorted()).toEqual([...taking, 'users.add'].toSorted());
});

const keyed = Object.values<Contract>(contracts).filter(takesKey);

describe('the same request with the same idempotency key', () => {
  test.each([...keyed.map(({ operationId }) => operationId), 'users.add'])(
    'the operation %s, repeated with its idempotency key, has one effect and the same answer, byte for byte',
    async (operationId) => {
      const before = await calls[operationId]?.();
      if (before === undefined) throw new Error(`no call for ${operationId}`);
      const untouched = await stored();
      const first = await before.send({ 'idempotency-key': `key of ${operationId}` });
      expect(first.statusCode, first.body).toBeLessThan(300);
      expect(first.headers['idempotent-replayed']).toBeUndefined();
      const after = await stored();
      expect(after).not.toEqual(untouched);
      const second = await before.send({ 'idempotency-key': `key of ${operationId}` });
      expect(sent(second)).toEqual(sent(first));
      expect(second.headers['idempotent-replayed']).toBe('true');
      expect(await stored()).toEqual(after);
    },
  );
});
