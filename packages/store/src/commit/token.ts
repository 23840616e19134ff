import type { TokenChange } from '@pristan/rules';
import { testAccount } from '@pristan/rules';
import { sql } from 'kysely';
import { recordAudit } from './audit.ts';
import { applyRefusal } from './refused-exchanges.ts';
import { applyRotateOrRedeem } from './rotate-redeem.ts';
import { personalTokenHandlers } from './personal-tokens.ts';
import type { Handlers } from './handlers.ts';
import type { Tx } from '../transaction.ts';
import { StaleFact, expectRow } from '../transaction.ts';
import { checkedLine } from '../checked-text.ts';

export const tokenHandlers: Handlers<TokenChange['kind']> = {
  code_redeemed: applyRotateOrRedeem,
  idle_families_ended: endIdleFamilies,
  family_rotated: applyRotateOrRedeem,
  refresh_reused: recordReuse,
  exchange_refused: applyRefusal,
  secret_first_used: recordFirstUse,
  keys_shown: endKeysHook,
  long_lived_minted: mintLongLived,
  long_lived_revoked: revokeLongLived,
  ...personalTokenHandlers,
};

type Of<Kind extends TokenChange['kind']> = Extract<TokenChange, { kind: Kind }>;

/** The families are found by grant and deleted by their place, so the size of the account does not matter. */
async function endIdleFamilies(tx: Tx, { accountId, grantId, kept }: Of<'idle_families_ended'>): Promise<void> {
  await sql`
    delete from families where ctid = any (array(
      select ctid from families where account_id = ${accountId} and grant_id = ${grantId}
      order by rotated_at desc, id offset ${kept}))`.execute(tx);
}

async function recordReuse(tx: Tx, change: Of<'refresh_reused'>): Promise<void> {
  const { accountId, familyId } = change;
  if (change.isFirst) {
    // The family's lock lets one of several first reuses through.
    await sql`select 1 from families where account_id = ${accountId} and id = ${familyId} for no key update`.execute(
      tx,
    );
    const { rows } = await sql`
      select 1 from refresh_reuses where account_id = ${accountId} and family_id = ${familyId} limit 1`.execute(tx);
    if (rows.length > 0) throw new StaleFact();
  }
  await sql`
    insert into refresh_reuses (account_id, family_id, generation, integration_id, first_used_at, first_address,
                                reused_at, reuse_address, last_reused_at, count)
    values (${accountId}, ${familyId}, ${change.generation}, ${change.integrationId},
            ${change.firstUsedAt ?? null}, ${change.firstAddress ?? null}, ${change.at}, ${change.address}, ${change.at}, 1)
    on conflict (account_id, family_id, generation)
      do update set count = refresh_reuses.count + 1, last_reused_at = excluded.last_reused_at`.execute(tx);
}

/**
 * Records that a client secret got tokens for the first time; of concurrent first uses, the earlier time stays. A
 * client that uses its keys has them: pending secrets hooks count as delivered, and a running attempt no longer counts.
 */
async function recordFirstUse(tx: Tx, change: Of<'secret_first_used'>): Promise<void> {
  await sql`
    with used as (
      update integration_secrets set first_used_at = ${change.at}
      where integration_id = ${change.integrationId} and id = ${change.secretId} and first_used_at is null
      returning integration_id
    )
    update deliveries d set state = 'delivered', finished_at = ${change.at}, last_failure = null, last_status = null
    from used u
    where d.integration_id = u.integration_id and d.hook = 'secrets' and d.account_id <> ${testAccount.accountId}
      and d.state = 'pending'`.execute(tx);
}

/** Marks pending secrets hooks as delivered, after a request that used the keys but got no tokens. */
async function endKeysHook(tx: Tx, { integrationId, at }: Of<'keys_shown'>): Promise<void> {
  await tx
    .updateTable('deliveries')
    .set({ state: 'delivered', finished_at: at, last_failure: null, last_status: null })
    .where('integration_id', '=', integrationId)
    .where('hook', '=', 'secrets')
    .where('account_id', '<>', testAccount.accountId)
    .where('state', '=', 'pending')
    .execute();
}

async function mintLongLived(tx: Tx, change: Of<'long_lived_minted'>): Promise<void> {
  const { accountId, token, at } = change;
  const { tokenId, grantId, integrationId, name, keyEpoch, expiresAt } = token;
  await tx
    .insertInto('long_lived_tokens')
    .values({
      account_id: accountId,
      id: tokenId,
      grant_id: grantId,
      integration_id: integrationId,
      name: checkedLine(name),
      key_epoch: keyEpoch,
      issued_at: at,
      expires_at: expiresAt,
    })
    .execute();
  await recordAudit(tx, { ...change, integrationId, facts: { tokenId, grantId, name, expiresAt } });
}

async function revokeLongLived(tx: Tx, change: Of<'long_lived_revoked'>): Promise<void> {
  const { accountId, tokenId, at, actor } = change;
  const updated = await tx
    .updateTable('long_lived_tokens')
    .set({ revoked_at: at, revoked_by: actor.userId ?? null })
    .where('account_id', '=', accountId)
    .where('id', '=', tokenId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  expectRow(updated.numUpdatedRows);
  await recordAudit(tx, { ...change, facts: { tokenId } });
}
