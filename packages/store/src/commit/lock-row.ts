import type { LockMode, IntegrationState } from '@pristan/rules';
import { sql } from 'kysely';
import { reviewedOrigin } from '../reviewed-origin.ts';
import type { RowFact } from './lock-order.ts';
import type { Tx } from '../transaction.ts';

type Of<Fact extends RowFact['fact']> = Extract<RowFact, { readonly fact: Fact }>;

/** Locks the row of a precondition until the transaction ends. @returns whether the precondition holds */
export async function lockAndCheck(tx: Tx, one: RowFact): Promise<boolean> {
  switch (one.fact) {
    case 'account':
      return isThere(tx, one);
    case 'session':
      return isSignedIn(tx, one);
    case 'member':
      return isMember(tx, one);
    case 'integration':
      return isIntegration(tx, one);
    case 'secret':
      return authenticates(tx, one);
    case 'installation':
      return isInstalled(tx, one);
    case 'grant':
      return isLive(tx, one);
  }
}

/**
 * SQL lock mode of a precondition. Never `for update`, which would also block rows that only reference the locked one;
 * never weaker than `for share`, which keeps others from changing the locked row.
 */
const mode = (hold: LockMode) => sql.raw(hold === 'write' ? 'for no key update' : 'for share');

async function isThere(tx: Tx, { accountId, hold }: Of<'account'>): Promise<boolean> {
  const { rows } = await sql`select 1 from accounts where id = ${accountId} ${mode(hold)}`.execute(tx);
  return rows.length > 0;
}

/**
 * Checks that a session still exists. Locks the user's row first: a password change either has finished and ended the
 * session, or waits.
 */
async function isSignedIn(tx: Tx, { sessionHash, userId }: Of<'session'>): Promise<boolean> {
  await sql`select 1 from users where id = ${userId} for share`.execute(tx);
  const { rows } =
    await sql`select 1 from sessions where id = ${sessionHash} and user_id = ${userId} for key share`.execute(tx);
  return rows.length > 0;
}

async function isMember(tx: Tx, { accountId, userId, roles, state, hold }: Of<'member'>): Promise<boolean> {
  const { rows } = await sql<{ role: 'admin' | 'member'; state: string }>`
    select role, state from memberships where account_id = ${accountId} and user_id = ${userId} ${mode(hold)}`.execute(
    tx,
  );
  return rows[0]?.state === state && roles.includes(rows[0].role);
}

async function isIntegration(tx: Tx, { integrationId, is, hold }: Of<'integration'>): Promise<boolean> {
  const { rows } = await sql<{
    account_id: number;
    state: string;
    version: number;
    key_epoch: number;
    redirect_uri: string;
    redirect_origin: string;
    adopted: boolean;
    published: boolean;
  }>`
    select account_id, state, version, key_epoch, redirect_uri, redirect_origin, adopted_at is not null as adopted,
      published_at is not null as published
    from integrations where id = ${integrationId} and deleted_at is null ${mode(hold)}`.execute(tx);
  const [row] = rows;
  return (
    row !== undefined &&
    isOrAny(is.accountId, row.account_id) &&
    isOrAny(is.state, row.state) &&
    isOrAny(is.version, row.version) &&
    isOrAny(is.keyEpoch, row.key_epoch) &&
    isOrAny(is.redirectUri, row.redirect_uri) &&
    isOrAny(is.reviewedOrigin, row.redirect_origin) &&
    isOrAny(is.adopted, row.adopted) &&
    isOrAny(is.published, row.published) &&
    (is.reviewedOrigin === undefined || (await originReviewed(tx, integrationId)) === is.reviewedOrigin) &&
    (await isLiveWidget(tx, integrationId, is))
  );
}

/** Reads an integration's reviewed origin. It can't change meanwhile, because publishing locks the integration. */
async function originReviewed(tx: Tx, integrationId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('integrations as n')
    .select(reviewedOrigin)
    .where('n.id', '=', integrationId)
    .executeTakeFirst();
  return row?.reviewed_origin ?? null;
}

/**
 * Whether a widget version is the live one. It can't change meanwhile, because choosing another version locks the
 * integration.
 */
async function isLiveWidget(
  tx: Tx,
  integrationId: string,
  { hasLiveWidget, liveWidget }: IntegrationState,
): Promise<boolean> {
  if (hasLiveWidget === undefined && liveWidget === undefined) return true;
  const { rows } = await sql<{ number: number }>`
    select number from widget_versions where integration_id = ${integrationId} and live`.execute(tx);
  const number = rows[0]?.number ?? 'none';
  return (hasLiveWidget === undefined || number !== 'none') && isOrAny(liveWidget, number);
}

/**
 * Whether a client secret is still active. A rotation locks the integration, and waits for commits that have locked one
 * of its secrets.
 */
async function authenticates(tx: Tx, { integrationId, secretId, at, isNewest }: Of<'secret'>): Promise<boolean> {
  const until = isNewest === true ? sql`false` : sql`ends_at > ${at}`;
  const { rows } = await sql`
    select 1 from integration_secrets
    where integration_id = ${integrationId} and id = ${secretId} and (ends_at is null or ${until}) for share`.execute(
    tx,
  );
  return rows.length > 0;
}

async function isInstalled(tx: Tx, { accountId, integrationId, is, hold }: Of<'installation'>): Promise<boolean> {
  const { rows } = await sql<{ state: string; epoch: number; fresh_codes: string }>`
    select state, epoch, fresh_codes from installations
    where account_id = ${accountId} and integration_id = ${integrationId} ${mode(hold)}`.execute(tx);
  const [row] = rows;
  return (
    row !== undefined &&
    isOrAny(is.state, row.state) &&
    isOrAny(is.epoch, row.epoch) &&
    isOrAny(is.freshCodes, row.fresh_codes)
  );
}

/** Whether a grant is live. Its installation is locked before the grant, so the epoch can't be raised meanwhile. */
async function isLive(tx: Tx, { accountId, grantId, epoch, extent, hold }: Of<'grant'>): Promise<boolean> {
  const { rows } = await sql<{
    revoked_at: number | null;
    epoch: number;
    current: number;
    scopes: string[];
    full_access: boolean;
    restricted: boolean;
  }>`
    select g.revoked_at, g.epoch, g.scopes, g.full_access, g.restricted, i.epoch as current from grants g
    join installations i on i.account_id = g.account_id and i.integration_id = g.integration_id
    where g.account_id = ${accountId} and g.id = ${grantId} ${mode(hold)} of g`.execute(tx);
  const [row] = rows;
  return (
    row !== undefined &&
    row.revoked_at === null &&
    row.epoch === row.current &&
    isOrAny(epoch, row.epoch) &&
    isOrAny(extent?.scopes.join(' '), row.scopes.join(' ')) &&
    isOrAny(extent?.fullAccess, row.full_access) &&
    isOrAny(extent?.restricted, row.restricted)
  );
}

function isOrAny<Value>(expected: Value | undefined, found: Value | null): boolean {
  return expected === undefined || expected === found;
}
