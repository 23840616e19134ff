import { createHash } from 'node:crypto';
import { giveConsent, revokeGrant, switchIntegration } from '@pristan/flows';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Integration } from '../../harness/people.ts';
import { aCode, aPerson, anAccount, anIntegration } from '../../harness/people.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { admin, answer, ask, code, codeGrant, codeRevoked, refused } from './ask.ts';

let platform: Platform;
let integration: Integration;
let accountId: number;
let adminId: number;
beforeAll(async () => {
  platform = await openPlatform();
  const account = await anAccount(platform, 'demo', true);
  accountId = account.id;
  adminId = account.admin.id;
  await anAccount(platform, 'other');
  // An account keeps an admin when another goes.
  await aPerson(platform, 'second@demo.test', { demo: 'admin' });
});
beforeEach(async () => {
  integration = await anIntegration(platform, 'demo');
});
afterAll(async () => platform.close());

const exchange = (drawn: string, more: Record<string, unknown> = {}, host = 'demo.accounts.test') =>
  ask(platform, integration, { ...codeGrant(integration, drawn, more), host });
const grantError = (hint: string) => refused(400, hint, 'invalid_grant');

describe('a code', () => {
  test.each([
    ['nonsense', 'abc'],
    ['of the original platform', `def502${'0'.repeat(600)}`],
    ['of a key that is not here', `mffff.hx5b5-${'A'.repeat(43)}`],
    ['with nothing but dots', '...'],
  ])('that is %s was never issued here', async (_what, drawn) => {
    expect(answer(await exchange(drawn))).toEqual(grantError('Cannot decrypt the authorization code'));
  });

  test('with one character changed was never issued here', async () => {
    const drawn = await code(platform, integration);
    const changed = drawn.slice(0, -10) + (drawn.at(-10) === 'A' ? 'B' : 'A') + drawn.slice(-9);
    expect(answer(await exchange(changed))).toEqual(grantError('Cannot decrypt the authorization code'));
    expect((await exchange(drawn)).statusCode).toBe(200);
  });

  test('moved to another account was never issued there', async () => {
    const drawn = await code(platform, integration);
    const other = await platform.world.store.accounts.accountByName('other');
    const moved = drawn.replace(accountId.toString(36), (other?.accountId ?? 0).toString(36));
    expect(answer(await exchange(moved, {}, 'other.accounts.test'))).toEqual(
      grantError('Cannot decrypt the authorization code'),
    );
  });

  test('of another client is refused, and is still its own', async () => {
    const drawn = await code(platform, integration);
    const stranger = await anIntegration(platform, 'other');
    expect(answer(await ask(platform, stranger, codeGrant(integration, drawn)))).toEqual(
      grantError('Authorization code was not issued to this client'),
    );
    expect((await exchange(drawn)).statusCode).toBe(200);
  });

  test('on the host of another account is refused; on the public site, and with the host in capitals, it is not', async () => {
    expect(answer(await exchange(await code(platform, integration), {}, 'other.accounts.test'))).toEqual(
      grantError('Invalid account'),
    );
    expect((await exchange(await code(platform, integration), {}, 'pristan.test')).statusCode).toBe(200);
    expect((await exchange(await code(platform, integration), {}, 'DEMO.Accounts.Test')).statusCode).toBe(200);
  });

  test.each([
    'nobody.accounts.test',
    'api.accounts.test',
    'accounts.test',
    'demo.accounts.test.evil.test',
    'a.demo.accounts.test',
    '127.0.0.1',
    'demo.accounts.test:8443',
  ])('on %s finds no account, whatever else is wrong', async (host) => {
    expect(answer(await exchange('abc', { client_id: 'x', grant_type: 'x' }, host))).toEqual(
      refused(404, 'Account not found', 'invalid_request'),
    );
  });

  test('on a former name of its account finds no account, and on the present one is exchanged', async () => {
    const renamed = await anAccount(platform, 'former');
    const { db } = platform.world;
    await db.updateTable('subdomains').set({ current: false }).where('account_id', '=', renamed.id).execute();
    await db.insertInto('subdomains').values({ subdomain: 'present', account_id: renamed.id, current: true }).execute();
    const drawn = await aCode(platform, integration, { account: 'present', email: 'admin@former.test' });
    expect(drawn.referer).toBe('present.accounts.test');
    expect(answer(await exchange(drawn.code, {}, 'former.accounts.test'))).toEqual(
      refused(404, 'Account not found', 'invalid_request'),
    );
    expect((await exchange(drawn.code, {}, 'present.accounts.test')).statusCode).toBe(200);
  });

  test.each([
    ['client_secret', 'Check the `client_secret` parameter'],
    ['redirect_uri', 'Check the `redirect_uri` parameter'],
    ['code', 'Check the `code` parameter'],
  ])('without %s is refused', async (member, hint) => {
    expect(answer(await exchange(await code(platform, integration), { [member]: undefined }))).toEqual(
      refused(400, hint, 'invalid_request'),
    );
    expect(answer(await exchange(await code(platform, integration), { [member]: '' }))).toEqual(
      refused(400, hint, 'invalid_request'),
    );
  });

  test('is exchanged after any number of failed attempts', async () => {
    const drawn = await code(platform, integration);
    const attempts = [
      await exchange(drawn, { client_secret: 'wrong' }),
      await exchange(drawn, { client_secret: undefined }),
      await exchange(drawn, { client_id: 'nobody' }),
      await exchange(drawn, { redirect_uri: 'https://elsewhere.test/' }),
      await exchange(drawn, { code_verifier: 'a verifier for a code without a challenge' }),
      await exchange(drawn, { grant_type: 'refresh_token' }),
      await exchange(drawn, {}, 'other.accounts.test'),
      await exchange(drawn, {}, 'nobody.accounts.test'),
    ];
    expect(attempts.map((response) => response.statusCode)).toEqual([401, 400, 400, 400, 400, 400, 400, 404]);
    expect((await exchange(drawn)).statusCode).toBe(200);
  });

  test('keeps the redirect URI it was issued for when the integration moves', async () => {
    const drawn = await code(platform, integration);
    await platform.world.db
      .updateTable('integrations')
      .set({ redirect_uri: 'https://new.test/' })
      .where('id', '=', integration.client_id)
      .execute();
    expect(answer(await exchange(drawn, { redirect_uri: 'https://new.test/' }))).toEqual(
      grantError('Redirect URI is not associated with client'),
    );
    expect((await exchange(drawn)).statusCode).toBe(200);
  });
});

describe('a code dies with what it was issued for', () => {
  const at = () => ({ accountId, integrationId: integration.client_id, by: 'operator' as const });

  test('the integration is switched off; switched on again the code works, if it is in time', async () => {
    const drawn = await code(platform, integration);
    await switchIntegration(platform.world, at(), 'stopped');
    expect(answer(await exchange(drawn))).toEqual(codeRevoked);
    await switchIntegration(platform.world, at(), 'active');
    expect((await exchange(drawn)).statusCode).toBe(200);
  });

  test('the integration is deleted: the client itself is unknown', async () => {
    const drawn = await code(platform, integration);
    await platform.world.store.commit([
      {
        kind: 'integration_deleted',
        accountId,
        integrationId: integration.client_id,
        at: platform.clock.now(),
        actor: { as: 'operator', userId: undefined, address: undefined },
      },
    ]);
    expect(answer(await exchange(drawn))).toEqual(refused(400, 'Check the `client_id` parameter', 'invalid_request'));
  });

  test('the grant is revoked', async () => {
    const drawn = await code(platform, integration);
    const grant = await platform.world.db
      .selectFrom('grants')
      .select('id')
      .where('integration_id', '=', integration.client_id)
      .executeTakeFirstOrThrow();
    expect(
      await revokeGrant(platform.world, { accountId, grantId: grant.id, by: 'operator', press: undefined }),
    ).toEqual({ kind: 'revoked', last: true });
    expect(answer(await exchange(drawn))).toEqual(codeRevoked);
  });

  test('the member who granted is deactivated; an admin’s code survives its admin', async () => {
    const admins = await aCode(platform, integration, { account: 'demo', email: 'second@demo.test' });
    const members = await aCode(platform, integration, { account: 'demo', email: 'member@demo.test' });
    for (const email of ['member@demo.test', 'second@demo.test']) {
      const person = await platform.world.store.accounts.userByEmail(email);
      const role = email.startsWith('member') ? 'member' : 'admin';
      const actor = { userId: adminId, address: undefined };
      const change = {
        kind: 'member_changed',
        accountId,
        userId: person?.userId ?? 0,
        from: { role, state: 'active' },
        to: { role, state: 'deactivated' },
      } as const;
      expect(await platform.world.store.commit([{ ...change, at: platform.clock.now(), actor }])).toBe('committed');
    }
    expect(answer(await exchange(members.code))).toEqual(codeRevoked);
    expect((await exchange(admins.code)).statusCode).toBe(200);
  });
});

describe('PKCE', () => {
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  // RFC 7636, appendix B
  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

  const challenged = async () => {
    const granted = await giveConsent(platform.world, {
      integrationId: integration.client_id,
      accountId,
      userId: adminId,
      actor: { userId: adminId, address: undefined },
      codeChallenge: challenge,
      press: undefined,
      copyable: false,
    });
    return granted.kind === 'granted' ? granted.code : '';
  };

  test('a challenged code is exchanged for its verifier, after any number of wrong ones', async () => {
    const drawn = await challenged();
    const wrong = grantError('Failed to verify the code_verifier');
    expect(answer(await exchange(drawn))).toEqual(
      refused(400, 'Check the `code_verifier` parameter', 'invalid_request'),
    );
    expect(answer(await exchange(drawn, { code_verifier: '' }))).toEqual(
      refused(400, 'Check the `code_verifier` parameter', 'invalid_request'),
    );
    expect(answer(await exchange(drawn, { code_verifier: `${verifier}x` }))).toEqual(wrong);
    expect(answer(await exchange(drawn, { code_verifier: challenge }))).toEqual(wrong);
    expect(
      answer(await exchange(drawn, { code_verifier: createHash('sha256').update(verifier).digest('hex') })),
    ).toEqual(wrong);
    expect((await exchange(drawn, { code_verifier: verifier })).statusCode).toBe(200);
  });

  test('a verifier for a code without a challenge is refused: somebody took the challenge away', async () => {
    expect(answer(await exchange(await code(platform, integration), { code_verifier: verifier }))).toEqual(
      grantError('Failed to verify the code_verifier'),
    );
  });
});

test('the answers of the other platform are in English, with the same hints', async () => {
  const english = await openPlatform({ PRISTAN_PLATFORM: '2' });
  await anAccount(english, 'demo');
  const there = await anIntegration(english, 'demo');
  const { code: drawn } = await aCode(english, there, admin);
  expect(answer(await ask(english, there, codeGrant(there, drawn, { client_secret: 'wrong' })))).toEqual({
    status: 401,
    body:
      '{"title":"Invalid client","type":"https://developers.amocrm.ru/v3/errors/OAuthProblemJson","status":401,' +
      '"detail":"Client authentication failed","error":"invalid_client","error_description":"Client authentication failed"}',
  });
  await english.close();
});
