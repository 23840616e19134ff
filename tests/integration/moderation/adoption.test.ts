import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { moveDueAdoptions } from '../../../apps/server/src/workers/adopt.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { mailsTo } from '../../harness/mails.ts';
import { tokens } from '../../harness/fixtures.ts';
import type { AccountWithClone, ModerationFixture } from './fixture.ts';
import {
  adoptionsOf,
  apiStatus,
  accountWithClone,
  moveAfterNotice,
  openModerationFixture,
  clonedOrigin,
  refreshTokens,
  sevenDaysMs,
  startAdoption,
} from './fixture.ts';

let stand: ModerationFixture;
let moved: AccountWithClone;
let keeping: AccountWithClone;
let otherPort: AccountWithClone;
let keysElsewhere: AccountWithClone;
const letters: { subject: string; text: string }[] = [];

const code = async (response: { json<T>(): T }) => response.json<{ code: string }>().code;

beforeAll(async () => {
  stand = await openModerationFixture();
  moved = await accountWithClone(stand, 'moved');
  keeping = await accountWithClone(stand, 'keeping');
  otherPort = await accountWithClone(stand, 'port', { origin: `${clonedOrigin}:8443` });
  keysElsewhere = await accountWithClone(stand, 'elsewhere', { secretsOrigin: 'https://keys.gulls.test' });
});
afterAll(async () => stand.platform.close());

describe('before an adoption starts', () => {
  test('before an adoption the integrator sees the number of clones with exactly its origin, and not whose they are', async () => {
    const response = await stand.integrator('GET', stand.adoption);
    expect(response.json()).toEqual({ origin: clonedOrigin, possible: true, accounts: 2, clones: 2, adoptions: [] });
  });

  test('another account’s admin can neither start nor see an adoption', async () => {
    const strange = stand.adoption.replace(String(stand.owner.id), String(moved.id));
    for (const method of ['GET', 'POST'] as const) {
      expect(await code(await moved.caller(method, stand.adoption))).toBe('account_not_found');
      expect(await code(await moved.caller(method, strange))).toBe('integration_not_found');
    }
  });

  test('403 for starting an adoption from another site', async () => {
    const response = await stand.integrator('POST', stand.adoption, undefined, {
      origin: 'https://evil.test',
      'sec-fetch-site': 'cross-site',
    });
    expect(await code(response)).toBe('foreign_request');
  });

  test('an address edited to another origin after publication adopts nobody and shows no number of clones', async () => {
    const integrations = `/accounts/${stand.owner.id}/integrations/${stand.published.client_id}`;
    const edit = async (redirect_uri: string) => {
      const { version } = (await stand.integrator('GET', integrations)).json<{ version: number }>();
      expect((await stand.integrator('PATCH', integrations, { version, redirect_uri })).statusCode).toBe(200);
    };
    await edit(`${clonedOrigin}:8443/callback`);
    expect((await stand.integrator('GET', stand.adoption)).json()).toMatchObject({ possible: false, clones: 0 });
    expect(await code(await stand.integrator('POST', stand.adoption))).toBe('origin_changed');
    await edit(`${clonedOrigin}/other`);
    expect((await stand.integrator('GET', stand.adoption)).json()).toMatchObject({ possible: true, clones: 2 });
    await edit(stand.published.redirectUri);
  });
});

describe('once an adoption has started', () => {
  beforeAll(async () => {
    await startAdoption(stand);
    letters.push(...(await mailsTo(stand.platform, 'admin@moved.test')));
  });

  test('each adopted account’s admins are told the date, seven days away, and how to keep the old integration', async () => {
    const [adoption] = await adoptionsOf(moved);
    const inDays = ((adoption?.moves_at ?? 0) * 1000 - stand.platform.clock.now()) / sevenDaysMs;
    expect(inDays).toBeGreaterThan(0.999);
    expect(inDays).toBeLessThanOrEqual(1);
    expect(letters).toHaveLength(1);
    expect(letters[0]?.subject).toContain('Gull Shop will replace external integrations in Account moved');
    expect(letters[0]?.text).toContain('Keep the old integration');
    const notices = await stand.platform.world.store.notices.of(moved.admin.id);
    expect(notices.map((notice) => notice.kind)).toEqual(['adoption_planned']);
    expect(await mailsTo(stand.platform, 'member@moved.test')).toEqual([]);
  });

  test('the clone’s page names the integration that replaces it, and the date', async () => {
    const [adoption] = await adoptionsOf(moved);
    const list = (await moved.caller('GET', `/accounts/${moved.id}/installations`)).json<{
      installations: { client_id: string; kind: string }[];
    }>();
    const clone = list.installations.find(({ kind }) => kind === 'external');
    const one = await moved.caller('GET', `/accounts/${moved.id}/installations/${clone?.client_id}`);
    expect(one.json<{ ways: object }>().ways).toEqual({
      widget: false,
      settings: false,
      consent: false,
      adoption: { adoption_id: adoption?.adoption_id, integration: 'Gull Shop', moves_at: adoption?.moves_at },
    });
  });

  test('an origin with another port, or keys sent elsewhere, make no clone: those accounts are not notified', async () => {
    expect(await adoptionsOf(otherPort)).toEqual([]);
    expect(await adoptionsOf(keysElsewhere)).toEqual([]);
  });

  test('a second start of an adoption finds nothing to adopt and mails nobody again', async () => {
    expect(await code(await stand.integrator('POST', stand.adoption))).toBe('nothing_to_adopt');
    expect(await mailsTo(stand.platform, 'admin@moved.test')).toHaveLength(1);
  });

  test('another account’s admin, a member or nobody signed in cannot refuse an adoption', async () => {
    const [adoption] = await adoptionsOf(keeping);
    const path = `/accounts/${keeping.id}/adoptions/${adoption?.adoption_id}/refusal`;
    const refuseAs = async (who: { id: number } | undefined) =>
      code(await (await apiCaller(stand.platform, who))('POST', path));
    expect(await refuseAs(moved.admin)).toBe('account_not_found');
    expect(await refuseAs(keeping.member)).toBe('admin_required');
    expect(await refuseAs(undefined)).toBe('unauthenticated');
    // The account of this admin was not asked about that adoption.
    const elsewhere = `/accounts/${otherPort.id}/adoptions/${adoption?.adoption_id}/refusal`;
    expect(await code(await otherPort.caller('POST', elsewhere))).toBe('adoption_not_found');
  });

  test('an admin refuses an adoption once; a second refusal gets adoption_over', async () => {
    const [adoption] = await adoptionsOf(keeping);
    const path = `/accounts/${keeping.id}/adoptions/${adoption?.adoption_id}/refusal`;
    expect((await keeping.caller('POST', path)).statusCode).toBe(204);
    expect(await code(await keeping.caller('POST', path))).toBe('adoption_over');
    expect((await stand.integrator('GET', stand.adoption)).json()).toMatchObject({
      accounts: 0,
      adoptions: [{ clones: { pending: 1, refused: 1, moved: 0, lapsed: 0 } }],
    });
  });

  test('an adoption moves nothing a minute before its date', async () => {
    stand.platform.clock.advance(sevenDaysMs - 60_000);
    expect(await moveDueAdoptions(stand.platform.world)).toBe(0);
    moved.pair = (await refreshTokens(stand, moved.clone, moved.host, moved.pair.refresh_token)).json();
    expect(await apiStatus(stand, moved.host, moved.pair.access_token)).toBe(200);
  });
});

describe('from the date of an adoption', () => {
  beforeAll(async () => {
    expect(await apiStatus(stand, moved.host, moved.pair.access_token)).toBe(200);
    expect(await moveAfterNotice(stand, 60_000)).toBe(1);
  });

  test('an adopted account’s old tokens get 401, and the integrator can read why', async () => {
    expect(await apiStatus(stand, moved.host, moved.pair.access_token)).toBe(401);
    const refused = await refreshTokens(stand, moved.clone, moved.host, moved.pair.refresh_token);
    expect(refused.statusCode).toBe(401);
    const { client_id, client_secret } = moved.clone;
    const explained = await stand.platform.inject({
      method: 'POST',
      url: '/oauth2/explain',
      payload: { client_id, client_secret, token: moved.pair.refresh_token },
    });
    expect(explained.json()).toMatchObject({ works: false, reason: 'integration_adopted', by: 'integrator_admin' });
    expect(explained.json<{ at: number }>().at).toBeGreaterThan(0);
  });

  test('the clone of an account that refused the adoption still works', async () => {
    expect(await apiStatus(stand, keeping.host, keeping.pair.access_token)).toBe(401);
    const pair = await refreshTokens(stand, keeping.clone, keeping.host, keeping.pair.refresh_token);
    expect(pair.statusCode).toBe(200);
    expect(await apiStatus(stand, keeping.host, pair.json<{ access_token: string }>().access_token)).toBe(200);
  });

  test('clones with another origin than the adopting integration still work', async () => {
    for (const one of [otherPort, keysElsewhere])
      expect((await refreshTokens(stand, one.clone, one.host, one.pair.refresh_token)).statusCode).toBe(200);
  });

  test('in an adopted account the published integration is installed with the same admin’s grant, restricted', async () => {
    const { installations } = (await moved.caller('GET', `/accounts/${moved.id}/installations`)).json<{
      installations: { client_id: string; state: string; grants: object[] }[];
    }>();
    const of = (clientId: string) => installations.find((one) => one.client_id === clientId);
    expect(of(stand.published.client_id)).toMatchObject({
      state: 'enabled',
      grants: [{ user: { id: moved.admin.id }, full_access: true, scopes: ['crm'], restricted: true }],
    });
    expect(of(moved.clone.client_id)).toMatchObject({ state: 'disabled', integration_state: 'stopped', grants: [] });
  });

  test('an adoption sends nobody a disconnect hook', async () => {
    expect(
      await stand.platform.world.db.selectFrom('deliveries').selectAll().where('hook', '=', 'disconnect').execute(),
    ).toEqual([]);
  });

  test('an adopted clone cannot be enabled again', async () => {
    const path = `/accounts/${moved.id}/integrations/${moved.clone.client_id}/state`;
    expect(await code(await moved.caller('PUT', path, { state: 'active' }))).toBe('integration_adopted');
  });

  test('running the move of an adoption again moves nothing', async () => {
    expect(await moveDueAdoptions(stand.platform.world)).toBe(0);
  });

  test('an account that refused an adoption is not asked again', async () => {
    expect(await code(await stand.integrator('POST', stand.adoption))).toBe('nothing_to_adopt');
  });

  test('every step of an adoption is in the account’s log', async () => {
    const kinds = await stand.platform.world.db
      .selectFrom('audit')
      .select('kind')
      .where('account_id', '=', moved.id)
      .where('kind', 'like', '%adopt%')
      .orderBy('id')
      .execute();
    expect(kinds.map(({ kind }) => kind)).toEqual(['adoption_planned', 'adoption_settled', 'clone_adopted']);
  });
});

describe('a grant moved by an adoption', () => {
  /** Tokens for the moved grant without a new consent, as by a code that the integrator requests. */
  async function movedTokens() {
    const { world, clock } = stand.platform;
    const grant = await world.db
      .selectFrom('grants')
      .selectAll()
      .where('account_id', '=', moved.id)
      .where('integration_id', '=', stand.published.client_id)
      .executeTakeFirstOrThrow();
    const { code: text, codeId, keyId } = world.tokenKeys.drawCode(moved.id);
    await world.store.commit([
      {
        kind: 'code_issued',
        accountId: moved.id,
        code: {
          codeId,
          keyId,
          grantId: grant.id,
          integrationId: stand.published.client_id,
          keyEpoch: 1,
          redirectUri: stand.published.redirectUri,
          codeChallenge: undefined,
          issuedAt: clock.now(),
          expiresAt: clock.now() + 60_000,
          sealedCode: undefined,
        },
        actor: { as: 'operator', userId: undefined, address: undefined },
      },
    ]);
    const { client_id, client_secret, redirectUri: redirect_uri } = stand.published;
    const response = await stand.platform.inject({
      method: 'POST',
      url: '/oauth2/access_token',
      host: moved.host,
      payload: { grant_type: 'authorization_code', client_id, client_secret, redirect_uri, code: text },
    });
    return response.json<{ access_token: string; refresh_token: string }>();
  }

  test('a moved grant reaches neither the users methods nor further scopes until its admin consents again', async () => {
    const pair = await movedTokens();
    expect(await apiStatus(stand, moved.host, pair.access_token)).toBe(200);
    expect(await apiStatus(stand, moved.host, pair.access_token, '/api/v4/users')).toBe(403);
    const again = (await refreshTokens(stand, stand.published, moved.host, pair.refresh_token)).json<{
      access_token: string;
      refresh_token: string;
    }>();
    expect(await apiStatus(stand, moved.host, again.access_token, '/api/v4/users')).toBe(403);
    const claims = JSON.parse(Buffer.from(again.access_token.split('.')[1] ?? '', 'base64url').toString()) as {
      scopes: string[];
    };
    expect(claims.scopes).toEqual(['crm']);

    stand.platform.clock.advance(2_000);
    const consented = await tokens(stand.platform, stand.published, moved.place);
    expect(await apiStatus(stand, moved.host, consented.access_token, '/api/v4/users')).toBe(200);
    // Both tokens belong to the same grant: those issued before the consent have the new extent too.
    expect(await apiStatus(stand, moved.host, again.access_token, '/api/v4/users')).toBe(200);
  });
});
