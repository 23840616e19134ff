import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { anAccount, aPerson } from '../../harness/people.ts';
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
  second = await apiCaller(platform, await aPerson(platform, 'anna@demo.test', { demo: 'admin' }, 'ru'));
});
afterAll(async () => platform.close());

interface Notice {
  readonly notice_id: string;
  readonly kind: string;
  readonly title: string;
  readonly text: string;
}

/** A notice for all admins of the account; its id. */
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
  test('200: what happened, in the reader’s language, newest first', async () => {
    const id = await joined('Vera');
    expect(await noticesOf(admin)).toEqual([
      {
        notice_id: id,
        kind: 'member_joined',
        account_id: accountId,
        created_at: 1_763_000_000,
        serious: false,
        title: 'Vera has joined Account demo',
        text: 'The invitation was accepted.',
        url: null,
      },
    ]);
    expect((await noticesOf(second))[0]?.title).toContain('Vera');
    expect((await noticesOf(second))[0]?.title).toMatch(/[а-я]/);
  });

  test('how a receiver failed is told in words, in the reader’s language', async () => {
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
    expect((await noticesOf(admin))[0]?.text).toContain('the last try ended with: no answer in time');
    const russian = (await second('GET', '/notices', undefined, { 'accept-language': 'ru' })).json<{
      notices: Notice[];
    }>();
    expect(russian.notices[0]?.text).toContain('последняя попытка: нет ответа вовремя');
  });

  test('a member is told nothing that is for admins', async () => {
    await joined('Olga');
    expect(await noticesOf(member)).toEqual([]);
  });

  test('an invitation leads to the page where it is answered', async () => {
    const guest = await apiCaller(platform, await aPerson(platform, 'guest@demo.test'));
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

  test('401 without a session', async () => {
    expect((await platform.inject({ method: 'GET', url: '/api/platform/notices' })).statusCode).toBe(401);
  });
});

describe('DELETE /notices/{notice_id}', () => {
  test('204: of an account it is gone for all its admins', async () => {
    const id = await joined('Boris');
    expect((await admin('DELETE', `/notices/${id}`)).statusCode).toBe(204);
    expect((await noticesOf(second)).map(({ notice_id }) => notice_id)).not.toContain(id);
    expect((await admin('DELETE', `/notices/${id}`)).statusCode).toBe(204);
  });

  test('204, and nothing happens, by somebody it is not for', async () => {
    const id = await joined('Pavel');
    expect((await member('DELETE', `/notices/${id}`)).statusCode).toBe(204);
    expect((await noticesOf(admin)).map(({ notice_id }) => notice_id)).toContain(id);
  });

  test('400 for what is no id', async () => {
    expect((await admin('DELETE', '/notices/7')).statusCode).toBe(400);
  });
});
