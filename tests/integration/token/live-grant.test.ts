import type { GrantFacts, GrantStatus } from '@pristan/rules';
import { grantStatus } from '@pristan/rules';
import { openPool, openStore } from '@pristan/store';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../harness/database.ts';

const grantId = '0190a000-0000-7000-8000-000000000001';
const integrationId = '0190a000-0000-7000-8000-000000000002';
const key = { accountId: 30_100_001, grantId, integrationId };
const userId = 8_100_001;

/** Small numbers, so that epochs are often equal. */
const epoch = fc.integer({ min: 1, max: 2 });

/** A request by a token of this grant. */
interface Asked {
  readonly grant: GrantFacts;
  /** Key epoch inside the token. */
  readonly keyEpoch: number;
}

const anyFacts: fc.Arbitrary<GrantFacts> = fc.record({
  accountId: fc.constant(key.accountId),
  grantId: fc.constant(grantId),
  integrationId: fc.constant(integrationId),
  userId: fc.constant(userId),
  fullAccess: fc.boolean(),
  scopes: fc.constant([]),
  epoch,
  revokedAt: fc.constantFrom(undefined, 5),
  installation: fc.record({ state: fc.constantFrom('enabled', 'disabled'), epoch }),
  integration: fc.record({ state: fc.constantFrom('active', 'stopped'), keyEpoch: epoch }),
  membership: fc.option(
    fc.record({ role: fc.constantFrom('admin', 'member'), state: fc.constantFrom('active', 'deactivated') }),
    { nil: undefined },
  ),
});
const anyAsked: fc.Arbitrary<Asked> = fc.record({ grant: anyFacts, keyEpoch: epoch });

/** Makes the request one of a live grant; draws are seldom live by chance. */
function alive({ grant, keyEpoch }: Asked): Asked {
  const role = grant.membership?.role ?? 'admin';
  return {
    grant: {
      ...grant,
      revokedAt: undefined,
      installation: { state: 'enabled', epoch: grant.epoch },
      integration: { state: 'active', keyEpoch },
      membership: grant.fullAccess ? grant.membership : { role, state: 'active' },
    },
    keyEpoch,
  };
}

/** Each way in which a live grant ends, with the status that it then has. */
const ends: readonly (readonly [GrantStatus, (grant: GrantFacts) => Partial<GrantFacts>])[] = [
  ['grant_revoked', () => ({ revokedAt: 5 })],
  ['installation_disabled', ({ epoch: at }) => ({ installation: { state: 'disabled', epoch: at } })],
  ['installation_disabled', ({ epoch: at }) => ({ installation: { state: 'enabled', epoch: at + 1 } })],
  ['integration_stopped', ({ integration }) => ({ integration: { ...integration, state: 'stopped' } })],
  ['secret_revoked', ({ integration: { keyEpoch } }) => ({ integration: { state: 'active', keyEpoch: keyEpoch + 1 } })],
  ['person_deactivated', () => ({ fullAccess: false, membership: { role: 'admin', state: 'deactivated' } })],
  ['person_deactivated', () => ({ fullAccess: false, membership: undefined })],
];

test('an API request counts towards the limit exactly when the rule says that its grant is live', async () => {
  const pool = openPool(await freshDatabase(), 2, () => undefined);
  const { db, store } = openStore(pool);
  await pool.query(`
    insert into accounts (id, name, created_at, updated_at) values (${key.accountId}, 'Demo', 1, 1);
    insert into subdomains values ('demo', ${key.accountId}, true);
    insert into users (id, email, name, language, created_at) values (${userId}, 'a@demo.test', 'A', 'en', 1);
    insert into integrations (id, account_id, kind, state, version, key_epoch, name, summary, description_html,
        redirect_uri, button_origins, scopes, created_at, updated_at)
      values ('${integrationId}', ${key.accountId}, 'private', 'active', 1, 1, 'I', '', '', 'https://i.test/', '{}', '{}', 1, 1);
    insert into installations (account_id, integration_id, state, epoch, created_at, enabled_at)
      values (${key.accountId}, '${integrationId}', 'enabled', 1, 1, 1);
    insert into grants (account_id, id, integration_id, user_id, full_access, scopes, epoch, created_at, updated_at)
      values (${key.accountId}, '${grantId}', '${integrationId}', ${userId}, true, '{}', 1, 1, 1)`);

  const statusAndCount = async ({ grant, keyEpoch }: Asked): Promise<readonly [GrantStatus, number | undefined]> => {
    const { installation, integration, membership } = grant;
    await pool.query('update integrations set state = $1, key_epoch = $2', [integration.state, integration.keyEpoch]);
    await pool.query('update installations set state = $1, epoch = $2', [installation.state, installation.epoch]);
    await pool.query('update grants set full_access = $1, epoch = $2, revoked_at = $3', [
      grant.fullAccess,
      grant.epoch,
      grant.revokedAt ?? null,
    ]);
    await pool.query('delete from memberships');
    if (membership !== undefined)
      await pool.query('insert into memberships values ($1, $2, $3, $4, 1)', [
        key.accountId,
        userId,
        membership.role,
        membership.state,
      ]);
    await pool.query('delete from api_windows');
    const asked = { ...key, keyEpoch, tokenId: undefined, contextUserId: undefined, address: '192.0.2.1', now: 10 };
    const counted = (await store.tokens.apiFacts(asked))?.window.count;
    return [grantStatus(grant, { keyEpoch }), counted];
  };
  await fc.assert(
    fc.asyncProperty(anyAsked, async (drawn) => {
      const [status, counted] = await statusAndCount(drawn);
      expect(counted).toBe(status === 'live' ? 1 : 0);
      const live = alive(drawn);
      expect(await statusAndCount(live)).toEqual(['live', 1]);
      for (const [end, change] of ends)
        expect(await statusAndCount({ ...live, grant: { ...live.grant, ...change(live.grant) } })).toEqual([end, 0]);
    }),
    { numRuns: 40 },
  );
  await db.destroy();
});
