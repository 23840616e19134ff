import { expect, test } from 'vitest';
import { Fault } from '../ports/store.ts';
import type { SecretUse } from '../ports/use-rows.ts';
import { gatheredSecretUses, storeSecretUses } from './secret-uses.ts';

const noon = Date.UTC(2026, 10, 22, 12);
const use = { integrationId: 'n', secretId: 'old', lastUsedAt: noon };

test('any number of requests with a secret are one entry with the latest of them; another secret is another entry', () => {
  const uses = gatheredSecretUses();
  for (const later of [3, 1, 2]) uses.add({ ...use, lastUsedAt: noon + later });
  uses.add({ ...use, secretId: 'new' });
  expect(uses.take()).toEqual([
    { integrationId: 'n', secretId: 'old', lastUsedAt: noon + 3 },
    { integrationId: 'n', secretId: 'new', lastUsedAt: noon },
  ]);
  expect(uses.take()).toEqual([]);
});

test('what could not be stored is stored the next time, and a later use that came meanwhile stays the later one', async () => {
  const secretUses = gatheredSecretUses();
  const stored: SecretUse[] = [];
  let down = true;
  const uses = {
    add: async () => undefined,
    since: async () => [],
    usedSince: async () => ({ rows: [], next: undefined }),
    addSecrets: async (some: readonly SecretUse[]) => {
      if (down) secretUses.add({ ...use, lastUsedAt: noon + 5 });
      if (down) throw new Fault('the database is away');
      stored.push(...some);
    },
  };
  secretUses.add(use);
  await expect(storeSecretUses({ store: { uses }, secretUses })).rejects.toThrow(Fault);
  down = false;
  await storeSecretUses({ store: { uses }, secretUses });
  expect(stored).toEqual([{ ...use, lastUsedAt: noon + 5 }]);
});
