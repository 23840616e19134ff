import { expect, test } from 'vitest';
import type { PersonalTokenUse } from '../ports/personal-token-reads.ts';
import { Fault } from '../ports/store.ts';
import { gatheredTokenUses, storeTokenUses } from './token-uses.ts';

const token = { accountId: 1, tokenId: 'a' };
const noon = Date.UTC(2026, 10, 22, 12);

test('any number of uses of a token are one entry, to the minute, and what was taken is not taken twice', () => {
  const uses = gatheredTokenUses();
  for (let use = 0; use < 1000; use++) uses.note(token, noon + 60_000 + use);
  uses.note(token, noon);
  uses.note({ ...token, tokenId: 'b' }, noon + 59_999);
  expect(uses.take()).toEqual([
    { ...token, lastUsedAt: noon + 60_000 },
    { ...token, tokenId: 'b', lastUsedAt: noon },
  ]);
  expect(uses.take()).toEqual([]);
});

test('what could not be stored is stored the next time, and never over a later use', async () => {
  const uses = gatheredTokenUses();
  const stored: PersonalTokenUse[] = [];
  let down = true;
  const personalTokens = {
    used: async (some: readonly PersonalTokenUse[]) => {
      if (!down) return void stored.push(...some);
      uses.note(token, noon + 120_000);
      throw new Fault('the database is away');
    },
  };
  uses.note(token, noon);
  await expect(storeTokenUses({ store: { personalTokens }, tokenUses: uses })).rejects.toThrow(Fault);
  down = false;
  await storeTokenUses({ store: { personalTokens }, tokenUses: uses });
  expect(stored).toEqual([{ ...token, lastUsedAt: noon + 120_000 }]);
});
