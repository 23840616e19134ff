import type { Deliveries } from '@pristan/flows';
import type { CausedDelivery, HookCauses, HookKind, PresentState } from '@pristan/rules';
import { isTestDelivery } from '@pristan/rules';
import type pg from 'pg';
import type { BatchStatement } from '../batch.ts';
import { batchRows, batched, runBatch } from '../batch.ts';
import { fromHex } from '../hex.ts';
import { grantIsCurrent } from '../live-grant.ts';
import type { Column, LeftJoined } from './columns.ts';
import { rowOf } from './columns.ts';
import type {
  GrantOnlyColumns,
  InstallationColumns,
  IntegrationColumns,
  MaybeMember,
  WhoseColumns,
} from './grant-columns.ts';
import { grantOf, grantColumns } from './grant-columns.ts';

type Ask = Parameters<Deliveries['present']>[0];

// A delivery without stored facts about its cause finds its grant by its authorization code or key handover.
const statement: BatchStatement<Ask> = {
  name: 'present-states',
  text: /* sql */ `
  select q.ord::int, q.account_id, q.integration_id, n.kind, ${grantColumns},
    exists (select 1 from grants g where g.account_id = q.account_id and g.integration_id = q.integration_id
      and ${grantIsCurrent}) as has_grant,
    h.pulled_at is not null as fetched,
    exists (select 1 from integration_secrets s where s.integration_id = q.integration_id and s.first_used_at >= q.began_at) as used,
    exists (select 1 from stopped_receivers r where r.integration_id = q.integration_id and r.url = q.url) as stopped,
    w.role as asker_role, w.state as asker_state
  from ${batchRows('account_id bigint, integration_id uuid, url text, began_at bigint, grant_id uuid, code_id bytea, handover_id uuid, asked_by bigint')}
  left join integrations n on n.id = q.integration_id and n.deleted_at is null
  left join installations i on i.account_id = q.account_id and i.integration_id = q.integration_id
  left join handovers h on h.account_id = q.account_id and h.id = q.handover_id
  left join codes k on k.account_id = q.account_id and k.id = q.code_id
  left join grants g on g.account_id = q.account_id and g.id = coalesce(q.grant_id, k.grant_id, h.grant_id)
  left join memberships m on m.account_id = g.account_id and m.user_id = g.user_id
  left join memberships w on w.account_id = n.account_id and w.user_id = q.asked_by`,
  values: ({ accountId, integrationId, url, firstDueAt, facts, caused }) => {
    const { codeId, handoverId, askedBy } = facts;
    const cause = caused.isTest ? undefined : caused.cause;
    return [
      accountId,
      integrationId,
      url,
      firstDueAt,
      cause !== undefined && 'grantId' in cause ? cause.grantId : null,
      typeof codeId === 'string' ? fromHex(codeId) : null,
      typeof handoverId === 'string' ? handoverId : null,
      typeof askedBy === 'number' ? askedBy : null,
    ];
  },
};

type Row = WhoseColumns &
  LeftJoined<IntegrationColumns & { readonly kind: Column<'integrations', 'kind'> }> &
  LeftJoined<InstallationColumns> &
  LeftJoined<GrantOnlyColumns> &
  MaybeMember & {
    readonly ord: number;
    readonly has_grant: boolean;
    readonly fetched: boolean;
    readonly used: boolean;
    readonly stopped: boolean;
  } & LeftJoined<{
    readonly asker_role: Column<'memberships', 'role'>;
    readonly asker_state: Column<'memberships', 'state'>;
  }>;

/**
 * Reads the present state that deliveries are compared with; those about to be sent together share an SQL statement.
 */
export function presentState(pool: pg.Pool): Deliveries['present'] {
  return batched<Ask, PresentState>(async (asks) => {
    const rows = await runBatch<Ask, Row>(pool, statement, asks);
    return rows.map((row, at) => presentOf(rowOf(row), asks[at]));
  });
}

function presentOf(row: Row, ask: Ask | undefined): PresentState {
  const { asker_role: role, asker_state: state } = row;
  return {
    integration: row.kind === null ? undefined : { kind: row.kind },
    installation:
      row.installation_state === null
        ? undefined
        : { state: row.installation_state, epoch: row.installation_epoch, hasGrant: row.has_grant },
    grant: row.grant_id === null || row.kind === null || row.installation_state === null ? undefined : grantOf(row),
    keys: row.used ? 'used' : row.fetched ? 'fetched' : 'waited_for',
    receiverStopped: row.stopped,
    asker:
      ask?.facts['askedBy'] === undefined
        ? undefined
        : { membership: role === null || state === null ? undefined : { role, state } },
  };
}

/** The stored facts of the event that caused a delivery, as written by this program. */
export function deliveryCauseOf(row: {
  readonly accountId: number;
  readonly hook: HookKind;
  readonly cause: unknown;
}): CausedDelivery {
  if (isTestDelivery(row)) return { isTest: true };
  const { hook, cause } = row;
  return { isTest: false, hook, cause: (cause ?? undefined) as HookCauses[typeof hook] | undefined } as CausedDelivery;
}
