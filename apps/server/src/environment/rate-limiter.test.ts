import { expect, test } from 'vitest';
import { openRateLimiter } from './rate-limiter.ts';

const small = { unitsMax: 10, unitsPerSecond: 1 };
const open = () => openRateLimiter({ now: () => 0 }, { person: small, account: small, address: small }, 4);

test('the rate limiter remembers a sender that keeps sending, however many others come', () => {
  const counting = open();
  counting.take('address', 'greedy', 10);
  for (let other = 0; other < 50; other += 1) {
    counting.take('address', `other ${other}`, 1);
    expect(counting.take('address', 'greedy', 1)).toMatchObject({ until: 1000, refusals: other + 1 });
  }
});

test('a sender that the rate limiter has forgotten starts again with a full bucket', () => {
  const counting = open();
  counting.take('address', 'gone', 10);
  for (let other = 0; other < 4; other += 1) counting.take('address', `other ${other}`, 1);
  expect(counting.take('address', 'gone', 1)).toMatchObject({ until: undefined, units: 9 });
});

test('a credential that the rate limiter notes again and again displaces no other credential', () => {
  const counting = open();
  for (const hash of ['first', 'other', 'other', 'third', 'third']) counting.known(hash, 1);
  expect(counting.personOf('first')).toBe(1);
});

test('units given back to a rate-limit bucket are available again, up to a full bucket', () => {
  const counting = open();
  counting.take('person', '7', 10);
  counting.giveBack('person', '7', 4);
  expect(counting.take('person', '7', 5)).toMatchObject({ until: 1000, units: 4 });
  expect(counting.take('person', '7', 4)).toMatchObject({ until: undefined, units: 0 });
  counting.giveBack('person', '7', 50);
  expect(counting.take('person', '7', 0).units).toBe(10);
});

test('requests of a person who is no longer a member take nothing from the account’s rate-limit bucket', () => {
  const counting = open();
  counting.placed(7, 1, true);
  expect([counting.isPlaced(7, 1), counting.isPlaced(7, 2), counting.isPlaced(71, 1)]).toEqual([true, false, false]);
  counting.placed(7, 1, false);
  expect(counting.isPlaced(7, 1)).toBe(false);
});

test('an address, a person and an account with the same key have separate rate-limit buckets', () => {
  const counting = open();
  counting.take('person', '7', 10);
  expect(counting.take('account', '7', 1).until).toBeUndefined();
  expect(counting.take('address', '7', 1).until).toBeUndefined();
});

test('the rate limiter forgets a credential at once when it is no longer valid', () => {
  const counting = open();
  counting.known('hash', 1);
  for (let other = 0; other < 2; other += 1) counting.known(`other ${other}`, 2);
  expect(counting.personOf('hash')).toBe(1);
  counting.known('hash', undefined);
  expect(counting.personOf('hash')).toBeUndefined();
});
