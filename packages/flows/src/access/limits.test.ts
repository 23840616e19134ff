import { expect, test } from 'vitest';
import { refusedCallers } from './limits.ts';

const caller = { accountId: 1, integrationId: 'i', address: '192.0.2.1' };

test('a refusal is repeated until its time is over, and forgotten then', () => {
  const refused = refusedCallers();
  refused.remember(caller, 'too_many', 1_000, 400);
  expect(refused.refusal(caller, 999)).toEqual({ reason: 'too_many', until: 1_000 });
  expect(refused.refusal(caller, 1_000)).toBeUndefined();
});

test('the rate is everybody’s of the integration in that account, a block is one address’s', () => {
  const refused = refusedCallers();
  const neighbour = { ...caller, address: '192.0.2.2' };
  refused.remember(caller, 'blocked', 1_000, 0);
  expect(refused.refusal(neighbour, 1)).toBeUndefined();
  refused.remember(caller, 'too_many', 500, 0);
  expect(refused.refusal(neighbour, 1)).toEqual({ reason: 'too_many', until: 500 });
  expect(refused.refusal(caller, 1)).toEqual({ reason: 'blocked', until: 1_000 });
  expect(refused.refusal({ ...caller, accountId: 2 }, 1)).toBeUndefined();
});

test('it never holds more than its most, and drops what is over first', () => {
  const refused = refusedCallers(3);
  for (let id = 1; id <= 3; id++) refused.remember({ ...caller, accountId: id }, 'too_many', id === 3 ? 900 : 100, 0);
  refused.remember({ ...caller, accountId: 4 }, 'too_many', 900, 200);
  expect(refused.refusal({ ...caller, accountId: 3 }, 300)).toBeDefined();
  expect(refused.refusal({ ...caller, accountId: 4 }, 300)).toBeDefined();
});
