import { expect, test } from 'vitest';
import { UnavailableError } from '../ports/store.ts';
import type { SecretUse } from '../ports/usage-rows.ts';
import { bufferedSecretUses, storeSecretUses } from './secret-uses.ts';

const noon = Date.UTC(2026, 10, 22, 12);
const use = { integrationId: 'n', secretId: 'old', lastUsedAt: noon };

test('uses of one client secret merge into one buffered entry with the latest time; another secret has its own entry', () => {
  const uses = bufferedSecretUses();
  for (const later of [3, 1, 2]) uses.add({ ...use, lastUsedAt: noon + later });
  uses.add({ ...use, secretId: 'new' });
  expect(uses.take()).toEqual([
    { integrationId: 'n', secretId: 'old', lastUsedAt: noon + 3 },
    { integrationId: 'n', secretId: 'new', lastUsedAt: noon },
  ]);
  expect(uses.take()).toEqual([]);
});

test('a use of a client secret that could not be stored is stored next time, and never replaces a later use', async () => {
  const secretUses = bufferedSecretUses();
  const stored: SecretUse[] = [];
  let down = true;
  const uses = {
    add: async () => undefined,
    since: async () => [],
    usedSince: async () => ({ rows: [], next: undefined }),
    addSecrets: async (some: readonly SecretUse[]) => {
      if (down) secretUses.add({ ...use, lastUsedAt: noon + 5 });
      if (down) throw new UnavailableError('the database is away');
      stored.push(...some);
    },
  };
  secretUses.add(use);
  await expect(storeSecretUses({ store: { uses }, secretUses })).rejects.toThrow(UnavailableError);
  down = false;
  await storeSecretUses({ store: { uses }, secretUses });
  expect(stored).toEqual([{ ...use, lastUsedAt: noon + 5 }]);
});
