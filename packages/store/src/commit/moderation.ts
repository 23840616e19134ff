import type { ModerationChange } from '@pristan/rules';
import { sql } from 'kysely';
import { recordAudit } from './audit.ts';
import type { Handlers } from './handlers.ts';
import type { Tx } from '../transaction.ts';
import { StaleFact, expectRow } from '../transaction.ts';

type Of<Kind extends ModerationChange['kind']> = Extract<ModerationChange, { kind: Kind }>;

export const moderationHandlers: Handlers<ModerationChange['kind']> = {
  clone_notice_recorded: recordNotice,
  adoption_started: start,
  adoption_planned: recordPlans,
  adoption_refused: refuse,
  adoption_settled: settle,
  clone_adopted: adopt,
};

async function recordNotice(tx: Tx, change: Of<'clone_notice_recorded'>): Promise<void> {
  const { group, accounts, threshold, mailedTo, at } = change;
  const recorded = await tx
    .insertInto('clone_notices')
    .values({
      redirect_origin: group.redirectOrigin,
      secrets_origin: group.secretsOrigin,
      accounts,
      threshold,
      recorded_at: at,
      mailed_to: [...mailedTo],
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  expectRow(recorded.numInsertedOrUpdatedRows);
}

async function start(tx: Tx, change: Of<'adoption_started'>): Promise<void> {
  const { integrationId, adoptionId, origin, movesAt, clones, at, actor } = change;
  await tx
    .insertInto('adoptions')
    .values({
      id: adoptionId,
      integration_id: integrationId,
      origin,
      started_at: at,
      started_by: actor.userId ?? null,
      moves_at: movesAt,
    })
    .execute();
  // One statement for all, since an adoption may ask for thousands of clones.
  const { rows } = await sql`
    insert into adopted_clones (account_id, integration_id, adoption_id, state, moves_at, due_at)
    select account_id, integration_id, ${adoptionId}::uuid, 'pending', ${movesAt}::bigint, ${movesAt}::bigint
    from unnest(${clones.map((clone) => clone.accountId)}::bigint[], ${clones.map((clone) => clone.integrationId)}::uuid[])
      as asked (account_id, integration_id)
    order by account_id, integration_id
    on conflict (account_id, integration_id) do update set adoption_id = excluded.adoption_id, state = 'pending',
      moves_at = excluded.moves_at, due_at = excluded.due_at, attempts = 0, failure = null, settled_at = null,
      settled_by = null where adopted_clones.state = 'lapsed'
    returning 1`.execute(tx);
  if (rows.length !== clones.length) throw new StaleFact();
  const accounts = new Set(clones.map((clone) => clone.accountId)).size;
  await recordAudit(tx, { ...change, facts: { adoptionId, origin, movesAt, clones: clones.length, accounts } });
}

async function recordPlans(tx: Tx, { integrationId, accounts, at }: Of<'adoption_planned'>): Promise<void> {
  const told = accounts.map(({ accountId, facts }) => {
    const names = { integration: facts.integration };
    return { account_id: accountId, facts: JSON.stringify({ ...facts, as: 'platform', names }) };
  });
  await sql`
    insert into audit (account_id, at, kind, integration_id, facts)
    select account_id, ${at}, 'adoption_planned', ${integrationId}::uuid, facts
    from unnest(${told.map((one) => one.account_id)}::bigint[], ${told.map((one) => one.facts)}::jsonb[])
      as told (account_id, facts)`.execute(tx);
}

async function refuse(tx: Tx, change: Of<'adoption_refused'>): Promise<void> {
  const { accountId, adoptionId, at, actor } = change;
  const kept = await tx
    .updateTable('adopted_clones')
    .set({ state: 'refused', settled_at: at, settled_by: actor.userId ?? null })
    .where('account_id', '=', accountId)
    .where('adoption_id', '=', adoptionId)
    .where('state', '=', 'pending')
    .returning('integration_id')
    .execute();
  expectRow(kept.length);
  await recordAudit(tx, { ...change, facts: { adoptionId, clones: kept.map((clone) => clone.integration_id) } });
}

async function settle(tx: Tx, change: Of<'adoption_settled'>): Promise<void> {
  const { accountId, adoptionId, moved, lapsed, at } = change;
  // The row locks of this UPDATE decide between two nodes, and between a move and a refusal.
  const settled = await tx
    .updateTable('adopted_clones')
    .set({
      state: sql<'moved' | 'lapsed'>`case when integration_id = any(${moved}::uuid[]) then 'moved' else 'lapsed' end`,
      settled_at: at,
    })
    .where('account_id', '=', accountId)
    .where('adoption_id', '=', adoptionId)
    .where('state', '=', 'pending')
    .returning('integration_id')
    .execute();
  const expected = new Set([...moved, ...lapsed]);
  if (settled.length !== expected.size || settled.some((clone) => !expected.has(clone.integration_id)))
    throw new StaleFact();
  const actor = { userId: undefined, address: undefined };
  await recordAudit(tx, { accountId, at, kind: change.kind, actor, facts: { adoptionId, moved, lapsed } });
}

async function adopt(tx: Tx, change: Of<'clone_adopted'>): Promise<void> {
  const { accountId, integrationId, adopterId, at } = change;
  await tx
    .updateTable('integrations')
    .set({ state: 'stopped', adopted_at: at, updated_at: at })
    .where('account_id', '=', accountId)
    .where('id', '=', integrationId)
    .execute();
  await recordAudit(tx, { ...change, facts: { adopterId } });
}
