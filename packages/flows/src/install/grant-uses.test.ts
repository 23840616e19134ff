import { expect, test } from 'vitest';
import { UnavailableError } from '../ports/store.ts';
import type { GrantUse } from '../ports/usage-rows.ts';
import { bufferedGrantUses, storeGrantUses } from './grant-uses.ts';

const grant = { accountId: 1, grantId: 'a' };
const noon = Date.UTC(2026, 10, 22, 12);
const midnight = Date.UTC(2026, 10, 22);

test('API calls of one grant on one day merge into one buffered entry, which is taken only once', () => {
  const uses = bufferedGrantUses();
  for (let call = 0; call < 1000; call++) uses.count(grant, noon + call);
  uses.count({ ...grant, grantId: 'b' }, noon);
  expect(uses.take()).toEqual([
    { ...grant, dayStartsAt: midnight, calls: 1000, lastUsedAt: noon + 999 },
    { ...grant, grantId: 'b', dayStartsAt: midnight, calls: 1, lastUsedAt: noon },
  ]);
  expect(uses.take()).toEqual([]);
});

test('API calls of a grant before and after midnight are two buffered entries', () => {
  const uses = bufferedGrantUses();
  uses.count(grant, midnight - 1);
  uses.count(grant, midnight);
  expect(uses.take().map(({ calls }) => calls)).toEqual([1, 1]);
});

test('API calls that could not be stored are stored next time, together with the calls made since', async () => {
  const uses = bufferedGrantUses();
  const stored: GrantUse[] = [];
  let down = true;
  const store = {
    uses: {
      add: async (some: readonly GrantUse[]) => {
        uses.count(grant, noon + 5);
        if (down) throw new UnavailableError('the database is away');
        stored.push(...some);
      },
      addSecrets: async () => undefined,
      since: async () => [],
      usedSince: async () => ({ rows: [], next: undefined }),
    },
  };
  uses.count(grant, noon);
  await expect(storeGrantUses({ store, uses })).rejects.toThrow(UnavailableError);
  down = false;
  await storeGrantUses({ store, uses });
  expect(stored).toEqual([{ ...grant, dayStartsAt: midnight, calls: 2, lastUsedAt: noon + 5 }]);
});
