import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';

/**
 * Wipes at most `limit` stored answers that have expired or whose code was exchanged.
 *
 * @returns how many
 */
export async function deleteExpiredAnswers(
  db: Kysely<Database>,
  at: { readonly now: number; readonly limit: number },
): Promise<number> {
  const result = await sql`
    update used_presses set sealed_answer = null where ctid = any (array(
      select p.ctid from used_presses p where p.sealed_answer is not null and (p.answer_ends_at <= ${at.now}
        or exists (select from codes k
          where k.account_id = p.code_account_id and k.id = p.code_id and k.redeemed_at is not null))
      limit ${at.limit} for update skip locked
    ))`.execute(db);
  return Number(result.numAffectedRows ?? 0);
}

/** A table with obsolete rows, and how long they are stored. */
export interface ExpiringRows {
  readonly table: keyof Database & string;
  /** Start of the storage time, as SQL over the row. */
  readonly since: string;
  readonly keptMs: number;
  /** Condition that keeps a row, as SQL over it. */
  readonly unless?: string;
}

/**
 * Deletes at most `limit` rows past their storage time. Locked rows are skipped until next time, so it blocks nobody.
 *
 * @returns how many
 */
export async function sweepBatch(
  db: Kysely<Database>,
  leftovers: ExpiringRows,
  at: { readonly now: number; readonly limit: number },
): Promise<number> {
  const table = sql.table(leftovers.table);
  const result = await sql`
    delete from ${table} where ctid = any (array(
      select ctid from ${table} where ${sql.raw(leftovers.since)} < ${at.now - leftovers.keptMs} and not (${sql.raw(leftovers.unless ?? 'false')})
      limit ${at.limit} for update skip locked
    ))`.execute(db);
  return Number(result.numAffectedRows ?? 0);
}
