import { createHash } from 'node:crypto';
import { giveConsent, revokeGrant, switchIntegration } from '@pristan/flows';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Integration } from '../../harness/fixtures.ts';
import { aCode, aUser, anAccount, anIntegration } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import {
  demoAdmin,
  statusAndBody,
  requestTokens,
  issueCode,
  codeGrant,
  codeRevokedError,
  tokenError,
} from './token-request.ts';

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
  // A second admin, so that another can be deactivated.
  await aUser(platform, 'second@demo.test', { demo: 'admin' });
});
beforeEach(async () => {
  integration = await anIntegration(platform, 'demo');
});
afterAll(async () => platform.close());

const exchange = (drawn: string, more: Record<string, unknown> = {}, host = 'demo.accounts.test') =>
  requestTokens(platform, integration, { ...codeGrant(integration, drawn, more), host });
const grantError = (hint: string) => tokenError(400, hint, 'invalid_grant');

describe('an authorization code', () => {
  test.each([
    ['nonsense', 'abc'],
    ['of the original platform', `def502${'0'.repeat(600)}`],
    ['made with an unknown key', `mffff.hx5b5-${'A'.repeat(43)}`],
    ['with nothing but dots', '...'],
  ])('400 `Cannot decrypt the authorization code` for a code that is %s', async (_what, drawn) => {
    expect(statusAndBody(await exchange(drawn))).toEqual(grantError('Cannot decrypt the authorization code'));
  });

  test('400 for an authorization code with one character changed; the real code still works', async () => {
    const drawn = await issueCode(platform, integration);
    const changed = drawn.slice(0, -10) + (drawn.at(-10) === 'A' ? 'B' : 'A') + drawn.slice(-9);
    expect(statusAndBody(await exchange(changed))).toEqual(grantError('Cannot decrypt the authorization code'));
    expect((await exchange(drawn)).statusCode).toBe(200);
  });

  test('400 for an authorization code rewritten for another account, at that account’s host', async () => {
    const drawn = await issueCode(platform, integration);
    const other = await platform.world.store.accounts.accountByName('other');
    const moved = drawn.replace(accountId.toString(36), (other?.accountId ?? 0).toString(36));
    expect(statusAndBody(await exchange(moved, {}, 'other.accounts.test'))).toEqual(
      grantError('Cannot decrypt the authorization code'),
    );
  });

  test('400 for an authorization code issued to another client, which can still use it', async () => {
    const drawn = await issueCode(platform, integration);
    const stranger = await anIntegration(platform, 'other');
    expect(statusAndBody(await requestTokens(platform, stranger, codeGrant(integration, drawn)))).toEqual(
      grantError('Authorization code was not issued to this client'),
    );
    expect((await exchange(drawn)).statusCode).toBe(200);
  });

  test('an authorization code is refused on another account’s host, and accepted on the public site and with the host in capitals', async () => {
    expect(statusAndBody(await exchange(await issueCode(platform, integration), {}, 'other.accounts.test'))).toEqual(
      grantError('Invalid account'),
    );
    expect((await exchange(await issueCode(platform, integration), {}, 'pristan.test')).statusCode).toBe(200);
    expect((await exchange(await issueCode(platform, integration), {}, 'DEMO.Accounts.Test')).statusCode).toBe(200);
  });

  test.each([
    'nobody.accounts.test',
    'api.accounts.test',
    'accounts.test',
    'demo.accounts.test.evil.test',
    'a.demo.accounts.test',
    '127.0.0.1',
    'demo.accounts.test:8443',
  ])('404 for an authorization code sent to the host %s, before anything else is checked', async (host) => {
    expect(statusAndBody(await exchange('abc', { client_id: 'x', grant_type: 'x' }, host))).toEqual(
      tokenError(404, 'Account not found', 'invalid_request'),
    );
  });

  test('404 for an authorization code on a former subdomain of its account, 200 on the current one', async () => {
    const renamed = await anAccount(platform, 'former');
    const { db } = platform.world;
    await db.updateTable('subdomains').set({ current: false }).where('account_id', '=', renamed.id).execute();
    await db.insertInto('subdomains').values({ subdomain: 'present', account_id: renamed.id, current: true }).execute();
    const drawn = await aCode(platform, integration, { account: 'present', email: 'admin@former.test' });
    expect(drawn.referer).toBe('present.accounts.test');
    expect(statusAndBody(await exchange(drawn.code, {}, 'former.accounts.test'))).toEqual(
      tokenError(404, 'Account not found', 'invalid_request'),
    );
    expect((await exchange(drawn.code, {}, 'present.accounts.test')).statusCode).toBe(200);
  });

  test.each([
    ['client_secret', 'Check the `client_secret` parameter'],
    ['redirect_uri', 'Check the `redirect_uri` parameter'],
    ['code', 'Check the `code` parameter'],
  ])('400 for a code exchange without %s', async (member, hint) => {
    expect(statusAndBody(await exchange(await issueCode(platform, integration), { [member]: undefined }))).toEqual(
      tokenError(400, hint, 'invalid_request'),
    );
    expect(statusAndBody(await exchange(await issueCode(platform, integration), { [member]: '' }))).toEqual(
      tokenError(400, hint, 'invalid_request'),
    );
  });

  test('an authorization code still works after any number of failed exchanges', async () => {
    const drawn = await issueCode(platform, integration);
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

  test('an authorization code keeps the redirect URI that it was issued for when the integration’s URI changes', async () => {
    const drawn = await issueCode(platform, integration);
    await platform.world.db
      .updateTable('integrations')
      .set({ redirect_uri: 'https://new.test/' })
      .where('id', '=', integration.client_id)
      .execute();
    expect(statusAndBody(await exchange(drawn, { redirect_uri: 'https://new.test/' }))).toEqual(
      grantError('Redirect URI is not associated with client'),
    );
    expect((await exchange(drawn)).statusCode).toBe(200);
  });
});

describe('the end of an authorization code', () => {
  const at = () => ({ accountId, integrationId: integration.client_id, by: 'operator' as const });

  test('400 for exchanging a code while the integration is paused; 200 once it is active again', async () => {
    const drawn = await issueCode(platform, integration);
    await switchIntegration(platform.world, at(), 'stopped');
    expect(statusAndBody(await exchange(drawn))).toEqual(codeRevokedError);
    await switchIntegration(platform.world, at(), 'active');
    expect((await exchange(drawn)).statusCode).toBe(200);
  });

  test('400 for exchanging a code of a deleted integration, which is an unknown client', async () => {
    const drawn = await issueCode(platform, integration);
    await platform.world.store.commit([
      {
        kind: 'integration_deleted',
        accountId,
        integrationId: integration.client_id,
        at: platform.clock.now(),
        actor: { as: 'operator', userId: undefined, address: undefined },
      },
    ]);
    expect(statusAndBody(await exchange(drawn))).toEqual(
      tokenError(400, 'Check the `client_id` parameter', 'invalid_request'),
    );
  });

  test('400 for exchanging a code whose grant is revoked', async () => {
    const drawn = await issueCode(platform, integration);
    const grant = await platform.world.db
      .selectFrom('grants')
      .select('id')
      .where('integration_id', '=', integration.client_id)
      .executeTakeFirstOrThrow();
    expect(
      await revokeGrant(platform.world, { accountId, grantId: grant.id, by: 'operator', press: undefined }),
    ).toEqual({ kind: 'revoked', last: true });
    expect(statusAndBody(await exchange(drawn))).toEqual(codeRevokedError);
  });

  test('400 for the code of a member who was deactivated; a code of a deactivated admin still works', async () => {
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
    expect(statusAndBody(await exchange(members.code))).toEqual(codeRevokedError);
    expect((await exchange(admins.code)).statusCode).toBe(200);
  });
});

describe('PKCE', () => {
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  // @see RFC 7636, Appendix B
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

  test('an authorization code with a PKCE challenge is exchanged for its verifier, even after wrong attempts', async () => {
    const drawn = await challenged();
    const wrong = grantError('Failed to verify the code_verifier');
    expect(statusAndBody(await exchange(drawn))).toEqual(
      tokenError(400, 'Check the `code_verifier` parameter', 'invalid_request'),
    );
    expect(statusAndBody(await exchange(drawn, { code_verifier: '' }))).toEqual(
      tokenError(400, 'Check the `code_verifier` parameter', 'invalid_request'),
    );
    expect(statusAndBody(await exchange(drawn, { code_verifier: `${verifier}x` }))).toEqual(wrong);
    expect(statusAndBody(await exchange(drawn, { code_verifier: challenge }))).toEqual(wrong);
    expect(
      statusAndBody(await exchange(drawn, { code_verifier: createHash('sha256').update(verifier).digest('hex') })),
    ).toEqual(wrong);
    expect((await exchange(drawn, { code_verifier: verifier })).statusCode).toBe(200);
  });

  test('400 for a malformed PKCE verifier, even when its low bytes equal the right one', async () => {
    const drawn = await challenged();
    const shifted = [...verifier].map((letter) => String.fromCharCode(letter.charCodeAt(0) + 0x100)).join('');
    expect(createHash('sha256').update(shifted, 'ascii').digest('base64url')).toBe(challenge);
    for (const code_verifier of [shifted, verifier.slice(0, 42), 'a'.repeat(129), `${verifier}\n`, `${verifier}=`])
      expect([code_verifier, statusAndBody(await exchange(drawn, { code_verifier }))]).toEqual([
        code_verifier,
        tokenError(400, 'Check the `code_verifier` parameter', 'invalid_request'),
      ]);
    expect((await exchange(drawn, { code_verifier: verifier })).statusCode).toBe(200);
  });

  test('400 for a PKCE verifier when the code has no challenge (PKCE downgrade)', async () => {
    expect(statusAndBody(await exchange(await issueCode(platform, integration), { code_verifier: verifier }))).toEqual(
      grantError('Failed to verify the code_verifier'),
    );
  });
});

test('the token endpoint of platform 2 answers in English with the same hints', async () => {
  const english = await openPlatform({ PRISTAN_PLATFORM: '2' });
  await anAccount(english, 'demo');
  const there = await anIntegration(english, 'demo');
  const { code: drawn } = await aCode(english, there, demoAdmin);
  expect(
    statusAndBody(await requestTokens(english, there, codeGrant(there, drawn, { client_secret: 'wrong' }))),
  ).toEqual({
    status: 401,
    body:
      '{"title":"Invalid client","type":"https://developers.amocrm.ru/v3/errors/OAuthProblemJson","status":401,' +
      '"detail":"Client authentication failed","error":"invalid_client","error_description":"Client authentication failed"}',
  });
  await english.close();
});
