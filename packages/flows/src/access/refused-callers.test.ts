import { expect, test } from 'vitest';
import { refusedCallers } from './refused-callers.ts';

const caller = { accountId: 1, integrationId: 'i', address: '192.0.2.1' };

test('a cached refusal of an API caller is repeated until it expires, then forgotten', () => {
  const refused = refusedCallers();
  refused.remember(caller, { reason: 'too_many', until: 1_000 }, 400);
  expect(refused.refusal(caller, 999)).toEqual({ reason: 'too_many', until: 1_000 });
  expect(refused.refusal(caller, 1_000)).toBeUndefined();
});

test('the API rate limit applies to an integration in one account from any address; a block applies to one address', () => {
  const refused = refusedCallers();
  const neighbour = { ...caller, address: '192.0.2.2' };
  refused.remember(caller, { reason: 'blocked', until: 1_000 }, 0);
  expect(refused.refusal(neighbour, 1)).toBeUndefined();
  refused.remember(caller, { reason: 'too_many', until: 500 }, 0);
  expect(refused.refusal(neighbour, 1)).toEqual({ reason: 'too_many', until: 500 });
  expect(refused.refusal(caller, 1)).toEqual({ reason: 'blocked', until: 1_000 });
  expect(refused.refusal({ ...caller, accountId: 2 }, 1)).toBeUndefined();
});

test('a full cache of refused callers drops expired refusals first and stays within its limit', () => {
  const refused = refusedCallers(3);
  for (let id = 1; id <= 3; id++)
    refused.remember({ ...caller, accountId: id }, { reason: 'too_many', until: id === 3 ? 900 : 100 }, 0);
  refused.remember({ ...caller, accountId: 4 }, { reason: 'too_many', until: 900 }, 200);
  expect(refused.refusal({ ...caller, accountId: 3 }, 300)).toBeDefined();
  expect(refused.refusal({ ...caller, accountId: 4 }, 300)).toBeDefined();
});
