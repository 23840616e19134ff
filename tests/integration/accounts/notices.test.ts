import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { anAccount, aUser } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let accountId: number;
let admin: ApiCaller;
let second: ApiCaller;
let member: ApiCaller;
beforeAll(async () => {
  platform = await openPlatform();
  const demo = await anAccount(platform, 'demo', true);
  accountId = demo.id;
  admin = await apiCaller(platform, demo.admin);
  if (demo.member === undefined) throw new Error('no member');
  member = await apiCaller(platform, demo.member);
  second = await apiCaller(platform, await aUser(platform, 'anna@demo.test', { demo: 'admin' }, 'ru'));
});
afterAll(async () => platform.close());

interface Notice {
  readonly notice_id: string;
  readonly kind: string;
  readonly title: string;
  readonly text: string;
}

/** Adds a notice for all admins of the account and returns its id. */
async function joined(person: string): Promise<string> {
  const id = platform.world.random.uuid();
  await platform.world.db
    .insertInto('notices')
    .values({
      id,
      account_id: accountId,
      kind: 'member_joined',
      facts: JSON.stringify({ person }),
      created_at: 1_763_000_000_999,
    })
    .execute();
  return id;
}
const noticesOf = async (caller: ApiCaller) => (await caller('GET', '/notices')).json<{ notices: Notice[] }>().notices;

describe('GET /notices', () => {
  test('200 for GET /notices: notices in the reader’s language, newest first', async () => {
    const id = await joined('Vera');
    expect(await noticesOf(admin)).toEqual([
      {
        notice_id: id,
        kind: 'member_joined',
        account_id: accountId,
        created_at: 1_763_000_000,
        serious: false,
        title: 'Vera has joined Account demo',
        text: 'The invitation to the account was accepted.',
        url: null,
      },
    ]);
    expect((await noticesOf(second))[0]?.title).toContain('Vera');
    expect((await noticesOf(second))[0]?.title).toMatch(/[а-я]/);
  });

  test('a notice describes a receiver’s failure in the reader’s language', async () => {
    await platform.world.db
      .insertInto('notices')
      .values({
        id: platform.world.random.uuid(),
        account_id: accountId,
        kind: 'receiver_failing',
        facts: JSON.stringify({ integration: 'Acme', host: 'shop.test', failingSince: 0, failure: 'timeout' }),
        created_at: 1_763_000_100_000,
      })
      .execute();
    expect((await noticesOf(admin))[0]?.text).toContain('Last result: connected, but no response in time');
    const russian = (await second('GET', '/notices', undefined, { 'accept-language': 'ru' })).json<{
      notices: Notice[];
    }>();
    expect(russian.notices[0]?.text).toContain('последняя попытка: соединение есть, но нет ответа вовремя');
  });

  test('a member is shown none of the admins’ notices', async () => {
    await joined('Olga');
    expect(await noticesOf(member)).toEqual([]);
  });

  test('the notice of an invitation links to the page that answers it', async () => {
    const guest = await apiCaller(platform, await aUser(platform, 'guest@demo.test'));
    const sent = await admin('POST', `/accounts/${accountId}/invitations`, {
      email: 'guest@demo.test',
      name: 'Guest',
      role: 'member',
      language: 'en',
    });
    expect(sent.statusCode).toBeLessThan(300);
    const [notice] = (await guest('GET', '/notices')).json<{ notices: { kind: string; url: string }[] }>().notices;
    expect(notice?.kind).toBe('invited');
    expect((await guest('GET', '/notices')).statusCode).toBe(200);
    expect(notice?.url).toMatch(/^\/invitations\//);
  });

  test('401 for GET /notices without a session', async () => {
    expect((await platform.inject({ method: 'GET', url: '/api/platform/notices' })).statusCode).toBe(401);
  });
});

describe('DELETE /notices/{notice_id}', () => {
  test('204 for DELETE /notices/{notice_id}: a dismissed notice of an account is gone for all its admins', async () => {
    const id = await joined('Boris');
    expect((await admin('DELETE', `/notices/${id}`)).statusCode).toBe(204);
    expect((await noticesOf(second)).map(({ notice_id }) => notice_id)).not.toContain(id);
    expect((await admin('DELETE', `/notices/${id}`)).statusCode).toBe(204);
  });

  test('204 without effect for dismissing somebody else’s notice', async () => {
    const id = await joined('Pavel');
    expect((await member('DELETE', `/notices/${id}`)).statusCode).toBe(204);
    expect((await noticesOf(admin)).map(({ notice_id }) => notice_id)).toContain(id);
  });

  test('400 for DELETE /notices/{notice_id} with a malformed id', async () => {
    expect((await admin('DELETE', '/notices/7')).statusCode).toBe(400);
  });
});
