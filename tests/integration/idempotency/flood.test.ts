import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiCaller } from '../../harness/api-caller.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { anAccount } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform();
});
afterAll(async () => platform.close());

async function statuses(answers: readonly Promise<{ readonly statusCode: number }>[]): Promise<ReadonlySet<number>> {
  return new Set((await Promise.all(answers)).map(({ statusCode }) => statusCode));
}

async function aToken(subdomain: string) {
  const account = await anAccount(platform, subdomain);
  const admin = await apiCaller(platform, account.admin);
  return (name: string) =>
    admin(
      'POST',
      `/accounts/${account.id}/access-tokens`,
      { name, abilities: ['integrations:read'] },
      { 'idempotency-key': name },
    );
}

test('strangers who send one form hundreds of times do not delay other people’s writes', async () => {
  const mint = await aToken('demo');
  const page = await aVisitor(platform).get('/password-reset');
  const fields = { ...hiddenFields(page.body, '/password-reset'), email: 'nobody@shop.test' };
  const flood = Array.from({ length: 300 }, (_, at) =>
    aVisitor(platform, { address: `198.51.100.${at % 250}` }).post('/password-reset', fields),
  );
  const written = await statuses(['one', 'two', 'three'].map(mint));
  expect(written).toEqual(new Set([201]));
  await Promise.all(flood);
});

test('a person who sends hundreds of writes at once does not delay other people’s; their own excess gets 503', async () => {
  const mint = await aToken('calm');
  const account = await anAccount(platform, 'busy');
  const admin = await apiCaller(platform, account.admin);
  const nothing = `/accounts/${account.id}/invitations/00000000-0000-4000-8000-000000000000`;
  const flood = Array.from({ length: 260 }, (_, at) =>
    admin('DELETE', nothing, undefined, { 'idempotency-key': `flood ${at}` }),
  );
  expect((await mint('calm')).statusCode).toBe(201);
  expect(await statuses(flood)).toEqual(new Set([404, 503]));
});
