import { acceptInvitation } from '@pristan/flows';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { anAccount, anIntegration, aUser, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { callApi } from './call.ts';

let platform: Platform;
let accountId: number;
let drawn = 0;
beforeAll(async () => {
  platform = await openPlatform();
  accountId = (await anAccount(platform, 'demo')).id;
});
afterAll(async () => platform.close());

const ofGrant = 'where account_id = $1 and integration_id = $2';
const statements = {
  'its grant is revoked': `update grants set revoked_at = 1 ${ofGrant}`,
  'its grant is renewed with fewer scopes': `update grants set scopes = '{notifications}' ${ofGrant}`,
  'its grant is renewed with its person’s rights': `update grants set full_access = false ${ofGrant}`,
  'the person who gave its grant is demoted': `update memberships set role = 'member'
    where account_id = $1 and user_id = (select user_id from grants ${ofGrant})`,
  'it is disabled': `update installations set state = 'disabled', epoch = epoch + 1, disabled_at = 1 ${ofGrant}`,
  'its secret is revoked': `update integrations set key_epoch = key_epoch + 1 where account_id = $1 and id = $2`,
  'it is stopped': `update integrations set state = 'stopped' where account_id = $1 and id = $2`,
  'it is deleted': `update integrations set state = 'stopped', deleted_at = 1 where account_id = $1 and id = $2`,
} as const;

type Happening = keyof typeof statements;
const reduced: readonly Happening[] = [
  'its grant is renewed with fewer scopes',
  'its grant is renewed with its person’s rights',
  'the person who gave its grant is demoted',
];
const happenings = Object.keys(statements) as Happening[];

/** An integration with an admin's grant, and a function that ends that grant or reduces its rights. */
async function aProgram() {
  const integration = await anIntegration(platform, 'demo', { kind: 'private', name: `Acme ${(drawn += 1)}` });
  const email = `gives-${drawn}@demo.test`;
  await aUser(platform, email, { demo: 'admin' });
  const pair = await tokens(platform, integration, { account: 'demo', email });
  const end = async (what: Happening) =>
    platform.world.pool.query(statements[what], [accountId, integration.client_id]);
  return { token: pair.access_token, end };
}

const invite = async (token: string, email: string, headers: Record<string, string> = {}) =>
  callApi(platform, token, '/api/v4/users', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    payload: JSON.stringify([{ name: 'N', email }]),
  });

const invitationOf = async (email: string) =>
  (
    await platform.world.pool.query<{ id: string }>(
      'select id from invitations where account_id = $1 and email = $2 and accepted_at is null and revoked_at is null',
      [accountId, email],
    )
  ).rows[0]?.id;

/** Runs `happens` between the next decision and the commit of that decision. */
function betweenDecisionAndCommit(happens: () => Promise<unknown>): () => void {
  const { store } = platform.world;
  const real = store.commit.bind(store);
  const spy = vi.spyOn(store, 'commit').mockImplementationOnce(async (...asked) => {
    await happens();
    return real(...asked);
  });
  return () => spy.mockRestore();
}

describe('an integration that invites', () => {
  test.each(happenings)('an integration invites nobody when meanwhile %s, and gets the usual refusal', async (what) => {
    const { token, end } = await aProgram();
    const email = `asked-${drawn}@demo.test`;
    const restore = betweenDecisionAndCommit(async () => end(what));
    const answer = await invite(token, email);
    restore();
    expect([answer.statusCode, await invitationOf(email)]).toEqual([reduced.includes(what) ? 403 : 401, undefined]);
  });

  test('an integration invites nobody when the admin it acts for is demoted meanwhile', async () => {
    const { token } = await aProgram();
    const person = await aUser(platform, `named-${drawn}@demo.test`, { demo: 'admin' });
    const email = `for-${drawn}@demo.test`;
    const restore = betweenDecisionAndCommit(async () =>
      platform.world.pool.query("update memberships set role = 'member' where user_id = $1", [person.id]),
    );
    const answer = await invite(token, email, { 'x-context-user-id': String(person.id) });
    restore();
    expect([answer.statusCode, await invitationOf(email)]).toEqual([403, undefined]);
  });
});

describe('a person invited by an integration', () => {
  test.each(happenings)(
    'a person invited by an integration does not join when, while they accept, %s',
    async (what) => {
      const { token, end } = await aProgram();
      const email = `joins-${drawn}@demo.test`;
      const { id } = await aUser(platform, email);
      expect((await invite(token, email)).statusCode).toBe(201);
      const invitationId = (await invitationOf(email)) ?? '';
      const restore = betweenDecisionAndCommit(async () => end(what));
      const person = { userId: id, email, name: 'Guest', address: '203.0.113.5', press: undefined };
      const outcome = await acceptInvitation(platform.world, { accountId, invitationId }, person);
      restore();
      expect(outcome).toEqual({ kind: 'refuse', reason: 'holds_no_longer' });
      expect(await platform.world.store.installs.membership(accountId, id)).toBeUndefined();
    },
  );
});
