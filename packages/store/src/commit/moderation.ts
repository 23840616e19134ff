import type { ModerationChange } from '@pristan/rules';
import { sql } from 'kysely';
import { adoptableClones } from '../adoptable-clones.ts';
import { recordAudit } from './audit.ts';
import type { Handlers } from './handlers.ts';
import type { Tx } from '../transaction.ts';
import { StaleFact, expectRow } from '../transaction.ts';

type Of<Kind extends ModerationChange['kind']> = Extract<ModerationChange, { kind: Kind }>;

/** Number of clone owners that one notice reaches at most: anyone can register somebody else's redirect URI. */
const TOLD_MAX = 20;
/** Clones per adoption; a further adoption covers the rest. */
const ASKED_MAX = 5000;

export const moderationHandlers: Handlers<ModerationChange['kind']> = {
  clone_notice_recorded: recordNotice,
  adoption_started: start,
  adoption_refused: refuse,
  adoption_settled: settle,
  clone_adopted: adopt,
};

async function recordNotice(tx: Tx, { group, accounts, threshold, at }: Of<'clone_notice_recorded'>): Promise<void> {
  const { redirectOrigin, secretsOrigin } = group;
  const recorded = await tx
    .insertInto('clone_notices')
    .values({
      redirect_origin: redirectOrigin,
      secrets_origin: secretsOrigin,
      accounts,
      threshold,
      recorded_at: at,
      mailed_to: [],
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  expectRow(recorded.numInsertedOrUpdatedRows);
  // When the client secrets of the clones go to another origin, owning the redirect origin alone proves nothing.
  if (redirectOrigin !== secretsOrigin) return;
  // The notice omits the number of accounts, because the origin has not been reviewed.
  const facts = JSON.stringify({ origin: redirectOrigin, threshold });
  await sql`
    with addressed as (
      select distinct account_id from (
        select account_id from integrations
        where kind = 'public' and deleted_at is null and state = 'active' and redirect_origin = ${redirectOrigin}
        order by published_at nulls last, created_at limit ${TOLD_MAX}) offers
    ), noticed as (
      insert into notices (id, account_id, kind, facts, created_at)
      select gen_random_uuid(), account_id, 'clones_past_threshold', ${facts}::jsonb, ${at} from addressed
    ), mailed as (
      insert into mails (id, recipient, kind, language, facts, created_at, due_at)
      select gen_random_uuid(), u.email, 'clones_past_threshold', u.language,
        ${facts}::jsonb || jsonb_build_object('accountId', t.account_id), ${at}, ${at}
      from users u join (
        select m.user_id, min(account_id) as account_id from memberships m join addressed using (account_id)
        where m.role = 'admin' and m.state = 'active' group by m.user_id) t on t.user_id = u.id
      returning recipient
    )
    update clone_notices set mailed_to = array(select recipient from mailed order by recipient)
    where redirect_origin = ${redirectOrigin} and secrets_origin = ${secretsOrigin}`.execute(tx);
}

/**
 * Starts an adoption, in one SQL statement for all clones, since it may concern thousands of accounts. Polling for due
 * mail finds their mails.
 */
async function start(tx: Tx, change: Of<'adoption_started'>): Promise<void> {
  const { accountId, integrationId, adoptionId, origin, movesAt, at, actor } = change;
  // The integration is locked, so its origin can't change. Of two concurrent starts, the second finds no clones left.
  const adopter = await tx
    .selectFrom('integrations')
    .select('name')
    .where('id', '=', integrationId)
    .executeTakeFirstOrThrow();
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
  const { rows } = await sql<{ accounts: number; clones: number }>`
    with asked as (
      insert into adopted_clones (account_id, integration_id, adoption_id, state, moves_at, due_at)
      select n.account_id, n.id, ${adoptionId}::uuid, 'pending', ${movesAt}::bigint, ${movesAt}::bigint ${adoptableClones(origin)}
      order by n.account_id, n.id limit ${ASKED_MAX}
      on conflict (account_id, integration_id) do update set adoption_id = excluded.adoption_id, state = 'pending',
        moves_at = excluded.moves_at, due_at = excluded.due_at, attempts = 0, failure = null, settled_at = null, settled_by = null where adopted_clones.state = 'lapsed'
      returning account_id
    ), told as (
      select a.id as account_id,
        jsonb_build_object('accountId', a.id, 'integration', ${adopter.name}::text, 'owner', o.name, 'account', a.name, 'origin', ${origin}::text,
          'movesAt', ${movesAt}::bigint, 'adoptionId', ${adoptionId}::uuid, 'clones', q.clones) as facts
      from (select account_id, count(*) as clones from asked group by account_id) q
      join accounts a on a.id = q.account_id
      join accounts o on o.id = ${accountId}
    ), noticed as (
      insert into notices (id, account_id, kind, facts, created_at)
      select gen_random_uuid(), account_id, 'adoption_planned', facts, ${at} from told
    ), mailed as (
      insert into mails (id, recipient, kind, language, facts, created_at, due_at)
      select gen_random_uuid(), u.email, 'adoption_planned', u.language, t.facts, ${at}, ${at}
      from told t
      join memberships m on m.account_id = t.account_id and m.role = 'admin' and m.state = 'active'
      join users u on u.id = m.user_id
    ), logged as (
      insert into audit (account_id, at, kind, integration_id, facts)
      select account_id, ${at}, 'adoption_planned', ${integrationId}::uuid,
        facts || jsonb_build_object('as', 'platform', 'names', jsonb_build_object('integration', ${adopter.name}::text)) from told
    )
    select count(*)::int as clones, count(distinct account_id)::int as accounts from asked`.execute(tx);
  const [asked] = rows;
  expectRow(asked?.clones);
  await recordAudit(tx, { ...change, facts: { adoptionId, origin, movesAt, ...asked } });
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
