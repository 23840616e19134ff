import { expect, test } from 'vitest';
import { Fault } from '../ports/store.ts';
import type { GrantUse } from '../ports/use-rows.ts';
import { gatheredUses, storeUses } from './uses.ts';

const grant = { accountId: 1, grantId: 'a' };
const noon = Date.UTC(2026, 10, 22, 12);
const midnight = Date.UTC(2026, 10, 22);

test('any number of calls of a grant on a day are one entry, and what was taken is not taken twice', () => {
  const uses = gatheredUses();
  for (let call = 0; call < 1000; call++) uses.count(grant, noon + call);
  uses.count({ ...grant, grantId: 'b' }, noon);
  expect(uses.take()).toEqual([
    { ...grant, dayStartsAt: midnight, calls: 1000, lastUsedAt: noon + 999 },
    { ...grant, grantId: 'b', dayStartsAt: midnight, calls: 1, lastUsedAt: noon },
  ]);
  expect(uses.take()).toEqual([]);
});

test('calls on both sides of midnight are two entries', () => {
  const uses = gatheredUses();
  uses.count(grant, midnight - 1);
  uses.count(grant, midnight);
  expect(uses.take().map(({ calls }) => calls)).toEqual([1, 1]);
});

test('what could not be stored is stored the next time, with what came meanwhile', async () => {
  const uses = gatheredUses();
  const stored: GrantUse[] = [];
  let down = true;
  const store = {
    uses: {
      add: async (some: readonly GrantUse[]) => {
        uses.count(grant, noon + 5);
        if (down) throw new Fault('the database is away');
        stored.push(...some);
      },
      addSecrets: async () => undefined,
      since: async () => [],
      usedSince: async () => ({ rows: [], next: undefined }),
    },
  };
  uses.count(grant, noon);
  await expect(storeUses({ store, uses })).rejects.toThrow(Fault);
  down = false;
  await storeUses({ store, uses });
  expect(stored).toEqual([{ ...grant, dayStartsAt: midnight, calls: 2, lastUsedAt: noon + 5 }]);
});
