import { afterEach, expect, test } from 'vitest';
import { call } from './call.ts';
import { idempotentSender } from './idempotent-sender.ts';

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

/** Answers every request with this JSON, and returns what was requested: method, URL and body. */
function answering(json: unknown): readonly string[] {
  const asked: string[] = [];
  globalThis.fetch = async (url, { method = 'GET', body } = {}) => {
    asked.push(`${method} ${typeof url === 'string' ? url : ''}${typeof body === 'string' ? ` ${body}` : ''}`);
    return new Response(JSON.stringify(json));
  };
  return asked;
}

const members = { members: [], total: 0, admins: 0, next_after: null };

test('a call sends path parameters, query and body where its contract places them', async () => {
  const read = answering(members);
  await call('list_members', { params: { account_id: 7 }, query: { limit: 20, q: 'a&b' } });
  expect(read).toEqual(['GET /api/platform/accounts/7/members?limit=20&q=a%26b']);
  const written = answering({ user_id: 8, name: 'Vera', email: 'vera@shop.example', role: 'admin', state: 'active' });
  await idempotentSender()('change_member', { params: { account_id: 7, user_id: 8 }, body: { role: 'admin' } });
  expect(written).toEqual(['PATCH /api/platform/accounts/7/members/8 {"role":"admin"}']);
});

test('an answer that its contract does not allow is an error in development and tests', async () => {
  answering({ ...members, total: 'many' });
  await expect(call('list_members', { params: { account_id: 7 } })).rejects.toThrow('expected number');
});

test('a call that its contract does not allow does not compile', async () => {
  const send = idempotentSender();
  const none = async (): Promise<void> => {
    // @ts-expect-error no such endpoint
    await call('list_everything');
    // @ts-expect-error an endpoint that writes is no read
    await call('end_other_sessions');
    // @ts-expect-error the account is missing
    await call('list_members');
    // @ts-expect-error no such query parameter
    await call('list_members', { params: { account_id: 7 }, query: { page: 2 } });
    // @ts-expect-error no such role
    await send('change_member', { params: { account_id: 7, user_id: 8 }, body: { role: 'owner' } });
    // @ts-expect-error the body is missing
    await send('choose_language');
    // @ts-expect-error a file is no JSON
    await send('set_logo', { params: { account_id: 7, client_id: 'x' }, body: {} });
  };
  expect(none).toBeTypeOf('function');
});
