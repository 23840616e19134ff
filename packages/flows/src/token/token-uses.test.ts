import { expect, test } from 'vitest';
import type { PersonalTokenUse } from '../ports/personal-token-reads.ts';
import { UnavailableError } from '../ports/store.ts';
import { bufferedTokenUses, storeTokenUses } from './token-uses.ts';

const token = { accountId: 1, tokenId: 'a' };
const noon = Date.UTC(2026, 10, 22, 12);

test('uses of one personal access token merge into one buffered entry, rounded down to the minute and taken only once', () => {
  const uses = bufferedTokenUses();
  for (let use = 0; use < 1000; use++) uses.note(token, noon + 60_000 + use);
  uses.note(token, noon);
  uses.note({ ...token, tokenId: 'b' }, noon + 59_999);
  expect(uses.take()).toEqual([
    { ...token, lastUsedAt: noon + 60_000 },
    { ...token, tokenId: 'b', lastUsedAt: noon },
  ]);
  expect(uses.take()).toEqual([]);
});

test('a use of a personal access token that could not be stored is stored next time, and never replaces a later use', async () => {
  const uses = bufferedTokenUses();
  const stored: PersonalTokenUse[] = [];
  let down = true;
  const personalTokens = {
    used: async (some: readonly PersonalTokenUse[]) => {
      if (!down) return void stored.push(...some);
      uses.note(token, noon + 120_000);
      throw new UnavailableError('the database is away');
    },
  };
  uses.note(token, noon);
  await expect(storeTokenUses({ store: { personalTokens }, tokenUses: uses })).rejects.toThrow(UnavailableError);
  down = false;
  await storeTokenUses({ store: { personalTokens }, tokenUses: uses });
  expect(stored).toEqual([{ ...token, lastUsedAt: noon + 120_000 }]);
});
