import type { TokenChange } from '@pristan/rules';
import { CompiledQuery } from 'kysely';
import type pg from 'pg';
import type { BatchStatement } from '../batch.ts';
import { batchRows, batched, columnsOf, runBatch } from '../batch.ts';
import type { Tx } from '../transaction.ts';

type Refused = Extract<TokenChange, { kind: 'exchange_refused' }>;

// Stores only the last refusal of an integration, at most one per second, so that a client in a loop can't make the row
// hot.
const record: BatchStatement<Refused> = {
  name: 'record-refused-exchanges',
  text: /* sql */ `
  insert into refused_exchanges as r (integration_id, refused_at, fault, difference)
  select distinct on (n.id) n.id, q.at, q.fault, q.difference
  from ${batchRows('integration_id uuid, account_id bigint, at bigint, fault text, difference text')}
  join integrations n on n.id = q.integration_id and (q.account_id is null or n.account_id = q.account_id)
  where not exists (
    select 1 from refused_exchanges k where k.integration_id = n.id and k.refused_at > q.at - 1000)
  order by n.id, q.at desc, q.ord desc
  on conflict (integration_id) do update
    set refused_at = excluded.refused_at, fault = excluded.fault, difference = excluded.difference
    where r.refused_at <= excluded.refused_at`,
  values: ({ integrationId, accountId, at, fault, difference }) => [integrationId, accountId, at, fault, difference],
};

/** Records refused code exchanges; those of one turn of the event loop share a statement. */
export function refusalCommits(pool: pg.Pool): (change: Refused) => Promise<'committed'> {
  return batched<Refused, 'committed'>(async (changes) => {
    await runBatch(pool, record, changes);
    return changes.map(() => 'committed');
  });
}

/** Records a refused code exchange together with other changes. */
export async function applyRefusal(tx: Tx, change: Refused): Promise<void> {
  await tx.executeQuery(CompiledQuery.raw(record.text, columnsOf([record.values(change)])));
}
