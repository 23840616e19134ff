import { expect, test } from 'vitest';
import { population } from './population.ts';

const integrations = Array.from({ length: 64 }, (_, at) => `integration ${at}`);
const about = { integrations, redirectUri: 'https://shop.test/callback', macKeyId: 'm1', now: 1_700_000_000_000 };

const rowsOf = (families: number, table: string) => {
  const found = population(families, about).tables.find((one) => one.table === table);
  return [...(found?.rows() ?? [])];
};

test('a population has as many families as it was asked for, a tenth of them with a code', () => {
  expect(rowsOf(1_000, 'families')).toHaveLength(1_000);
  expect(rowsOf(1_000, 'codes')).toHaveLength(100);
  expect(rowsOf(1_000, 'accounts')).toHaveLength(20);
});

test('a family found by its number is the row of that number', () => {
  const rows = rowsOf(1_000, 'families');
  const { family } = population(1_000, about);
  for (const at of [0, 9, 10, 99, 180, 499, 500, 999]) {
    const { accountId, familyId, generation, grant } = family(at);
    const [account, id, grantId, integrationId, , , generationOfRow] = rows[at] ?? [];
    expect([account, id, grantId, generationOfRow]).toEqual([accountId, familyId, grant.grantId, generation]);
    expect(integrationId).toBe(integrations[grant.integration]);
  }
});

test('every grant is of an installation and a member of its account, and no two are of the same', () => {
  const key = (...values: unknown[]) => values.join(' ');
  const installed = new Set(rowsOf(1_000, 'installations').map(([account, integration]) => key(account, integration)));
  const members = new Set(rowsOf(1_000, 'memberships').map(([account, user]) => key(account, user)));
  const grants = rowsOf(1_000, 'grants');
  for (const [account, , integration, user] of grants) {
    expect(installed).toContain(key(account, integration));
    expect(members).toContain(key(account, user));
  }
  expect(new Set(grants.map(([account, , integration, user]) => key(account, integration, user))).size).toBe(
    grants.length,
  );
  expect(new Set(grants.map(([, id]) => id)).size).toBe(grants.length);
});
